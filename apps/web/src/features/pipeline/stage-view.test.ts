import { expect, test } from "vitest";
import { inFlowOrder, stageView } from "./stage-view.ts";

const now = new Date("2026-03-02T10:00:20Z");
const status = (overrides: object) => ({
  stage: "loader",
  state: "running",
  at: new Date("2026-03-02T10:00:19Z"),
  details: {},
  ...overrides,
});

test.each([
  ["a fresh heartbeat", status({}), "good", "running"],
  ["degraded", status({ state: "degraded" }), "bad", "degraded"],
  ["starting", status({ state: "starting" }), "warn", "starting"],
  ["silence", status({ at: new Date("2026-03-02T10:00:00Z") }), "bad", "no sign for 20.0 s"],
  ["a clean stop", status({ state: "stopped" }), "idle", "stopped"],
  ["nothing at all", undefined, "idle", "not started"],
] as const)("%s", (...row) => {
  const [, given, tone, word] = row;
  expect(stageView("Loader", given, now)).toMatchObject({ tone, word });
});

test("why a stage is degraded stands before its figures", () => {
  const details = { rate: 0, reason: "PostgreSQL is away" };
  const { figures } = stageView("Loader", status({ state: "degraded", details }), now);
  expect(figures).toEqual(["PostgreSQL is away", "0 pings/s"]);
});

test("lag is summed over topics and said in words", () => {
  const details = { rate: 1234, lag: { replay: 5, unvalidated: 7 }, freshnessP95Ms: 2084 };
  expect(stageView("Loader", status({ details }), now).figures).toEqual([
    "1.2k pings/s",
    "12 behind",
    "95 % within 2.08 s",
  ]);
});

test("stages stand in the order of the flow, the demo behind them", () => {
  const stages = ["batch", "edge", "loader", "producer", "query"].map((stage) => ({ stage }));
  expect(inFlowOrder(stages).map(({ stage }) => stage)).toEqual([
    "edge",
    "loader",
    "batch",
    "query",
    "producer",
  ]);
});
