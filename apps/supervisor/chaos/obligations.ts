import { createHash } from "node:crypto";

/** One ping of the load: its content, the answers of the edge and the row that it must become. */
export interface Obligation {
  readonly id: string;
  readonly kind: "valid" | "invalid";
  readonly body: string;
  /**
   * The value that the landed row must show: the `hash` field of a valid ping, or the SHA-256 of
   * the body of an invalid ping.
   */
  readonly expected: string;
  /** How often the edge answered 200 to the ping. */
  acknowledged: number;
  /** How often the ping was sent, with or without an answer. */
  sent: number;
}

/** Makes ping number `n` of a run: every twentieth ping lacks a required field. */
export function issue(seed: string, n: number, id: string): Obligation {
  const hash = createHash("sha256").update(`${seed}:${id}`).digest("hex");
  const invalid = n % 20 === 7;
  const body = JSON.stringify({
    seq: n,
    ...(invalid ? {} : { hash }),
    padding: hash.repeat(1 + (n % 20)),
  });
  const expected = invalid ? createHash("sha256").update(body).digest("hex") : hash;
  return { id, kind: invalid ? "invalid" : "valid", body, expected, acknowledged: 0, sent: 0 };
}

/** A row found in the lake (`valid`) or the rejected table (`invalid`). */
export interface LandedRow {
  readonly id: string;
  readonly kind: "valid" | "invalid";
  readonly shown: string;
}

/** Checks I1 to I5: returns one line per broken promise. */
export function brokenPromises(
  obligations: ReadonlyMap<string, Obligation>,
  rows: readonly LandedRow[],
): string[] {
  const landed = Map.groupBy(rows, (row) => row.id);
  const lost = [...obligations.values()]
    .filter((one) => one.acknowledged > 0 && !landed.has(one.id))
    .map((one) => `I1 lost: ${one.id} (${one.kind}) was answered 200`);
  return [
    ...lost,
    ...[...landed].flatMap(([id, found]) => brokenOf(obligations.get(id), id, found)),
  ];
}

function brokenOf(
  issued: Obligation | undefined,
  id: string,
  found: readonly LandedRow[],
): string[] {
  if (issued === undefined) return [`I4 unknown: ${id} was never issued`];
  const allowed = issued.kind === "valid" ? 1 : Math.max(1, issued.sent);
  const doubled = found.length > allowed ? [`I2 doubled: ${id} stands ${found.length} times`] : [];
  const torn = found
    .filter((row) => row.shown !== issued.expected || row.kind !== issued.kind)
    .map(() => `I3 changed: ${id} is not what was sent`);
  return [...doubled, ...torn];
}
