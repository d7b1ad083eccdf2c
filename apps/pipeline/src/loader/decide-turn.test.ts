import { compileSchema } from "@headwater/domain/schemas";
import { describe, expect, it } from "vitest";
import type { Arrival } from "./add-to-batch.ts";
import { type Decided, openDecideTurn } from "./decide-turn.ts";
import type { Decision } from "./decision.ts";
import { openTimeLimit } from "./time-limit.ts";

const LIMITS = { turnMs: 40, turnBytes: 1000, documentMs: 400, suspectMs: 210 };
const ID = "2c3a0767-d84a-4d02-8a92-fa54a3376049";
// The lookahead keeps the engine from matching in linear time, and each letter doubles the work.
const SLOW = "^(?=a)(a|a)*$";
const STUCK = `"${"a".repeat(60)}!"`;

const schemas = {
  fine: compileSchema(JSON.stringify({ pattern: "^a*$" })),
  slow: compileSchema(JSON.stringify({ pattern: SLOW })),
  unique: compileSchema(JSON.stringify({ uniqueItems: true })),
};
type Type = keyof typeof schemas;

const arrival = (type: Type, text: string, offset = 0): Arrival => {
  const body = Buffer.from(text);
  const uri = `/submit/shop/${type}/1/${ID}`;
  const head = { submissionMicros: 0, method: "POST", args: "", protocol: "", host: "" };
  const envelope = { ...head, uri, remoteAddr: "", headers: {}, body };
  return { topic: "unvalidated", offset, micros: 0, envelope, value: body };
};

const decide = ({ uri, body }: { uri: string; body: Uint8Array }): Decision => {
  const type = uri.split("/")[3] as Type;
  schemas[type](JSON.parse(Buffer.from(body).toString()));
  const routing = { namespace: "shop", docType: type, docVersion: "1", documentId: ID };
  const table = { namespace: "shop", name: type, columns: [] };
  const rest = { document: {}, fields: {}, normalizedChannel: "", sampleId: null };
  const outcome = {
    kind: "ok",
    value: { ...rest, table, isMended: false, weight: body.length },
  } as const;
  return { routing, metadata: { header: {} }, debugId: null, outcome };
};

const open = (now = () => 0) => {
  const slow: string[] = [];
  const within = openTimeLimit();
  const onTooSlow = (type: string) => slow.push(type);
  const some = openDecideTurn({ decide, within, now, onTooSlow, limits: LIMITS });
  const run = (arrivals: readonly Arrival[]): Decided[] => {
    const decided = some(arrivals);
    expect(decided.length).toBeGreaterThan(0);
    const rest = arrivals.slice(decided.length);
    return [...decided, ...(rest.length > 0 ? run(rest) : [])];
  };
  return { slow, some, run };
};

const endings = (decided: readonly Decided[]) =>
  decided.map(({ decision: { outcome } }) =>
    outcome.kind === "reject" ? outcome.rejection.errorType : outcome.kind,
  );

describe("deciding with a time limit", () => {
  it("rejects a document that takes too long, and decides all documents around it", () => {
    const { run, slow } = open();
    const texts = ['"a"', STUCK, '"aa"'];
    const decided = run(texts.map((text, offset) => arrival("slow", text, offset)));
    expect(endings(decided)).toEqual(["ok", "TooSlow", "ok"]);
    expect(decided.map((one) => one.arrival.offset)).toEqual([0, 1, 2]);
    expect(decided[1]?.decision.routing).toMatchObject({ namespace: "shop", docType: "slow" });
    expect(slow).toEqual(["shop/slow"]);
  });

  it("also ends a schema check that compares millions of items", () => {
    const items = `[${Array.from({ length: 200_000 }, (_, n) => `{"n":${n}}`).join(",")}]`;
    expect(endings(open().run([arrival("unique", items), arrival("fine", '"a"')]))).toEqual([
      "TooSlow",
      "ok",
    ]);
  });

  it("gives a type with several slow documents less time, until ten minutes pass without one", () => {
    let now = 0;
    const { run } = open(() => now);
    const message = () => {
      const [one] = run([arrival("slow", STUCK)]);
      const outcome = one?.decision.outcome;
      return outcome?.kind === "reject" ? outcome.rejection.message : "";
    };
    const times = () => /[\d.]+ s/.exec(message())?.[0];
    expect([times(), times(), times(), times(), times()]).toEqual([
      ...["0.4 s", "0.4 s", "0.21 s", "0.105 s", "0.053 s"],
    ]);
    now = 600_000;
    expect(message()).toContain("0.4 s");
  });

  it("rejects no document of a batch that is slow only as a whole", () => {
    const { run, slow } = open();
    const slowTogether = Array.from({ length: 400 }, () =>
      arrival("fine", `"${"a".repeat(50_000)}"`),
    );
    expect(new Set(endings(run(slowTogether)))).toEqual(new Set(["ok"]));
    expect(slow).toEqual([]);
  });

  it("ends a turn when its documents reach the memory limit", () => {
    const { some } = open();
    const heavy = Array.from({ length: 5 }, () => arrival("fine", `"${"a".repeat(600)}"`));
    expect(some(heavy)).toHaveLength(2);
    expect(some(heavy.slice(0, 1))).toHaveLength(1);
  });

  it("throws the error of a decision", () => {
    const run = openDecideTurn({
      decide: () => {
        throw new Error("a bug");
      },
      within: openTimeLimit(),
      now: () => 0,
      onTooSlow: () => undefined,
    });
    expect(() => run([arrival("fine", "1")])).toThrow("a bug");
  });
});
