import type { Execution } from "@headwater/domain";
import { expect, test } from "vitest";
import { isCached, secondsOf, statusWords } from "./run-state.ts";

const execution: Execution = {
  id: "a",
  userId: "u",
  sourceId: "lake",
  purpose: "interactive",
  origin: null,
  sql: "SELECT 1",
  parameters: {},
  state: "running",
  queuedAt: new Date(1000),
  startedAt: null,
  finishedAt: null,
  timeoutMs: 1,
  rowLimit: null,
  error: null,
  columns: null,
  rows: null,
  sizeBytes: null,
  runtimeMs: null,
  resultId: null,
  cacheKey: null,
  manifestCommit: null,
};

test.each([
  ["queued", 0.1, "queued 0.10 s"],
  ["running", 12.34, "running 12.3 s"],
  ["finished", 0.12, "finished 0.12 s"],
  ["timed_out", 300, "timed out after 300.0 s"],
] as const)("the state %s has its words", (state, seconds, words) => {
  expect(statusWords(state, seconds)).toBe(words);
});

test("the duration is until now while a run goes on, until its end after a failure, and the engine's time after success", () => {
  expect(secondsOf(execution, 3500)).toBe(2.5);
  expect(secondsOf({ ...execution, state: "failed", finishedAt: new Date(2000) }, 9000)).toBe(1);
  expect(secondsOf({ ...execution, state: "finished", runtimeMs: 120 }, 9000)).toBe(0.12);
  expect(secondsOf(execution, 0)).toBe(0);
});

test("a run that shows the rows of an earlier run is cached", () => {
  expect(isCached({ ...execution, resultId: "b" })).toBe(true);
  expect(isCached({ ...execution, resultId: "a" })).toBe(false);
  expect(isCached(execution)).toBe(false);
});
