import type { Execution } from "@headwater/domain";
import { expect, test } from "vitest";
import { fileAnswer, jobOf, resultAnswer, resultAround, typeOf } from "./redash-result.ts";

const execution: Execution = {
  id: "e1",
  userId: "u",
  sourceId: "lake",
  purpose: "interactive",
  origin: null,
  sql: "SELECT 1",
  parameters: {},
  state: "finished",
  queuedAt: new Date(1000),
  startedAt: null,
  finishedAt: new Date(2000),
  timeoutMs: 1,
  rowLimit: null,
  error: null,
  columns: null,
  rows: 1,
  sizeBytes: null,
  runtimeMs: 120,
  resultId: "e0",
  cacheKey: null,
  manifestCommit: null,
};

test.each([
  ["queued", 1, null],
  ["running", 2, null],
  ["finished", 3, "e1"],
  ["failed", 4, null],
  ["cancelled", 5, null],
  ["timed_out", 4, null],
] as const)("a run that is %s has status %d", (state, status, result) => {
  expect(jobOf({ ...execution, state }).job).toMatchObject({
    id: "e1",
    status,
    query_result_id: result,
  });
});

test("the job of a run that failed, was cancelled or timed out says why", () => {
  expect(
    jobOf({ ...execution, state: "failed", error: { code: "binder", message: "no such column" } })
      .job.error,
  ).toBe("no such column");
  expect(jobOf({ ...execution, state: "cancelled" }).job.error).toContain("cancelled");
  expect(jobOf({ ...execution, state: "timed_out" }).job.error).toContain("time limit");
});

test("a result is one JSON document around its rows, and columns of the same name are numbered", () => {
  const columns = [
    { name: "n", type: "BIGINT", kind: "number" },
    { name: "n", type: "DOUBLE", kind: "number" },
    { name: "day", type: "DATE", kind: "time" },
  ] as const;
  const [before, after] = resultAround({ ...execution, columns });
  const rows = [{ n: 1, n1: null, day: "2026-11-03" }];
  const whole = JSON.parse(`${before}${JSON.stringify(rows)}${after}`);
  // The OpenAPI document describes both shapes: the whole result, and a file of only the rows.
  expect(resultAnswer.parse(whole)).toEqual(whole);
  expect(fileAnswer.parse(rows)).toEqual(rows);
  const { query_result } = whole;
  expect(query_result).toMatchObject({ id: "e1", query: "SELECT 1", runtime: 0.12 });
  expect(query_result.data.rows).toEqual(rows);
  expect(query_result.data.columns.map((one: { name: string }) => one.name)).toEqual(
    Object.keys(rows[0] ?? {}),
  );
  expect(query_result.data.columns.map((one: { type: string }) => one.type)).toEqual([
    "integer",
    "float",
    "date",
  ]);
});

test("a column type that Re:dash lacks is null", () => {
  expect(typeOf({ name: "x", type: "STRUCT(a INT)", kind: "nested" })).toBeNull();
  expect(typeOf({ name: "x", type: "TIMESTAMP", kind: "time" })).toBe("datetime");
});
