import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@headwater/db";
import { post } from "./load.ts";
import { brokenPromises, issue, type LandedRow, type Obligation } from "./obligations.ts";
import type { PipelineStack } from "./pipeline-stack.ts";
import type { StackAccess } from "./stack-access.ts";

/** A limit for a stuck stack and no measure of speed: several stacks may share two processors. */
const FRESH_MS = 60_000;
const LIVE = "SELECT document_id, hash FROM chaos.ping_v1";
const REJECTED =
  "SELECT document_id, sha256(payload) FROM pipeline.rejected WHERE document_namespace = 'chaos'";

/** What the judge found after the faults stopped. */
export interface Verdict {
  readonly issued: number;
  readonly acknowledged: number;
  readonly live: number;
  readonly rejected: number;
  /** One line per broken promise. */
  readonly broken: readonly string[];
}

/** Compares the rows, the files and the sums with the obligations of the load (I1 to I10). */
export async function judge(
  stack: PipelineStack,
  access: StackAccess,
  obligations: ReadonlyMap<string, Obligation>,
): Promise<Verdict> {
  const records = await access.drained();
  const rows = [
    ...(await landed(access, LIVE, "valid")),
    ...(await landed(access, REJECTED, "invalid")),
  ];
  const acknowledged = [...obligations.values()].filter((one) => one.acknowledged > 0).length;
  const broken = [
    ...brokenPromises(obligations, rows),
    ...(await brokenFiles(stack, access.database)),
    ...(await brokenSums(access.database, records)),
    ...(await staleness(stack, access)),
  ];
  const count = (kind: LandedRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  return {
    issued: obligations.size,
    acknowledged,
    live: count("valid"),
    rejected: count("invalid"),
    broken,
  };
}

async function landed(
  access: StackAccess,
  sql: string,
  kind: LandedRow["kind"],
): Promise<LandedRow[]> {
  return (await access.rows(sql)).map(([id, shown]) => ({
    id: String(id),
    kind,
    shown: String(shown),
  }));
}

/** I6: every file of the manifest exists and is unchanged. */
async function brokenFiles(stack: PipelineStack, { pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ path: string; size: string; sha256: string }>(
    "SELECT path, size_bytes AS size, sha256 FROM lake_file WHERE removed_by IS NULL",
  );
  return rows.flatMap(({ path, size, sha256 }) => {
    try {
      const bytes = readFileSync(join(stack.home, "lake", path));
      const isWhole =
        bytes.length === Number(size) &&
        createHash("sha256").update(bytes).digest("hex") === sha256;
      return isWhole ? [] : [`I6 damaged: ${path}`];
    } catch {
      return [`I6 missing: ${path}`];
    }
  });
}

/** I7 and I9: every record of the log is booked once, and every minute adds up. */
async function brokenSums({ pool }: Database, records: number): Promise<string[]> {
  const sums = await pool.query<Record<"accepted" | "ended", string>>(
    "SELECT coalesce(sum(accepted), 0) AS accepted, coalesce(sum(live + rejected + duplicate + dropped), 0) AS ended FROM accounting",
  );
  const open = await pool.query<{ n: string }>(
    "SELECT count(*) AS n FROM accounting WHERE accepted <> live + rejected + duplicate + dropped",
  );
  const stored = await pool.query<{ rows: string; booked: string }>(
    "SELECT (SELECT coalesce(sum(rows), 0) FROM lake_file WHERE removed_by IS NULL) AS rows, (SELECT coalesce(sum(live + rejected), 0) FROM accounting) AS booked",
  );
  const { accepted, ended } = sums.rows[0] ?? { accepted: "0", ended: "0" };
  const { rows, booked } = stored.rows[0] ?? { rows: "0", booked: "0" };
  return [
    ...(Number(accepted) === records
      ? []
      : [`I9 the log holds ${records} records, ${accepted} are booked as accepted`]),
    ...(accepted === ended ? [] : [`I9 accepted ${accepted}, ended ${ended}`]),
    ...(rows === booked ? [] : [`I9 the files hold ${rows} rows, ${booked} are booked`]),
    ...(open.rows[0]?.n === "0" ? [] : [`I9 ${open.rows[0]?.n} minutes do not add up`]),
  ];
}

/** I10: once the faults stop, a new ping is queryable within the bound. */
async function staleness(stack: PipelineStack, access: StackAccess): Promise<string[]> {
  const fresh = issue("fresh", 1, randomUUID());
  const status = await post(
    undefined,
    `${stack.edgeUrl}/submit/chaos/ping/1/${fresh.id}`,
    fresh.body,
  );
  if (status !== 200) return [`I10 a fresh ping was answered ${status}`];
  const deadline = Date.now() + FRESH_MS;
  while (Date.now() < deadline) {
    if ((await access.rows(`${LIVE} WHERE document_id = '${fresh.id}'`)).length === 1) return [];
    await sleep(200);
  }
  return [`I10 a fresh ping was not queryable within ${FRESH_MS / 1000} s`];
}
