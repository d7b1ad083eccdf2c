import { expect, test } from "vitest";
import { journeyTimes, timesReport } from "./times.mjs";

test("each part is named with its time, and the slowest files come first", () => {
  const files = [
    { name: "b.test.ts", ms: 2000 },
    { name: "a.test.ts", ms: 35_040 },
    { name: "c.test.ts", ms: 1 },
  ];
  expect(timesReport([{ name: "unit tests", ms: 123_456 }], files, 2)).toEqual([
    "Time of each part:",
    "  123.5 s  unit tests",
    "The 2 slowest test files:",
    "   35.0 s  a.test.ts",
    "    2.0 s  b.test.ts",
  ]);
});

test("without test files there is no list of them", () => {
  expect(timesReport([{ name: "checks", ms: 900 }], [])).toEqual([
    "Time of each part:",
    "    0.9 s  checks",
  ]);
});

test("the time of a journey's file is the sum of its tests, including nested suites and retries", () => {
  const spec = (...durations: number[]) => ({
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const report = {
    suites: [
      { file: "sql.spec.ts", specs: [spec(100), spec(20, 3)], suites: [{ specs: [spec(1000)] }] },
      { file: "empty.spec.ts" },
    ],
  };
  expect(journeyTimes(report, "apps/web/e2e")).toEqual([
    { name: "apps/web/e2e/sql.spec.ts", ms: 1123 },
    { name: "apps/web/e2e/empty.spec.ts", ms: 0 },
  ]);
});
