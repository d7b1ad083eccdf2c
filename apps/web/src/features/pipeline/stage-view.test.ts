import type { StageDetail } from "@headwater/domain/stages";
import { expect, test } from "vitest";
import { inFlowOrder, instanceView, stageView, titleOfInstance } from "./stage-view.ts";

const now = new Date("2026-03-02T10:00:20Z");
const rate: StageDetail = {
  label: "Taking in",
  value: 1234,
  unit: "per_second",
  short: "{} pings/s",
  importance: "main",
};
const status = (overrides: object) => ({
  state: "running",
  at: new Date("2026-03-02T10:00:19Z"),
  details: [rate],
  ...overrides,
});
const silent = status({ at: new Date("2026-03-02T10:00:00Z") });

test.each([
  ["a fresh heartbeat", status({}), "good", "running", ["1.2k pings/s"]],
  ["degraded", status({ state: "degraded" }), "bad", "degraded", ["1.2k pings/s"]],
  ["starting", status({ state: "starting" }), "warn", "starting", ["1.2k pings/s"]],
  ["silence", silent, "bad", "silent for 20.0 s", []],
  ["a clean stop", status({ state: "stopped" }), "idle", "stopped", []],
] as const)("%s", (...row) => {
  const [, given, tone, word, figures] = row;
  expect(instanceView(given, now)).toEqual({ tone, word, figures });
  expect(stageView([given], now)).toEqual({ tone, word, figures });
});

test.each([
  ["no instance", [], "idle", "not started"],
  ["two that run", [status({}), status({})], "good", "2 running"],
  ["one of two silent", [status({}), silent], "bad", "1 of 2 running"],
  ["one of two stopped", [status({}), status({ state: "stopped" })], "good", "running"],
] as const)("a stage of %s", (_name, instances, tone, word) => {
  expect(stageView(instances, now)).toMatchObject({ tone, word });
});

test("the title of an instance has the instance's name only if its stage has several instances", () => {
  const query = { stage: "query", instance: "query@here" };
  expect(titleOfInstance(query, [query, { stage: "edge" }])).toBe("Query");
  expect(titleOfInstance(query, [query, { stage: "query" }])).toBe("Query: query@here");
  expect(titleOfInstance({ stage: "fish", instance: "f" }, [{ stage: "fish" }])).toBe("fish");
});

test("stages are in the order of the flow, with the demo's producer last", () => {
  const stages = ["batch", "edge", "loader", "producer", "query"].map((stage) => ({ stage }));
  expect(inFlowOrder(stages).map(({ stage }) => stage)).toEqual([
    "edge",
    "loader",
    "batch",
    "query",
    "producer",
  ]);
});
