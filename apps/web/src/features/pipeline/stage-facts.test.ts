import { expect, test } from "vitest";
import { stageFacts } from "./stage-facts.ts";

const now = new Date("2026-03-02T10:00:20Z");

test("a loader tells in words how far it is", () => {
  const details = {
    lag: { replay: null, unvalidated: 1200 },
    rate: 5000,
    lastCommit: { id: 49, at: "2026-03-02T10:00:08Z" },
    freshnessP95Ms: 2164,
  };
  expect(stageFacts(details, now)).toEqual([
    ["Waiting in replay", "unknown"],
    ["Waiting in unvalidated", "1,200 pings"],
    ["Taking in", "5,000 pings/s"],
    ["Last commit", "number 49, 12 s ago"],
    ["Queryable within", "2.16 s (95 %)"],
  ]);
});

test("before the first commit nothing is made up", () => {
  expect(stageFacts({ lastCommit: null, freshnessP95Ms: null }, now)).toEqual([
    ["Last commit", "none yet"],
    ["Queryable within", "–"],
  ]);
});

test("trouble is named, and what is not known here stands as it was said", () => {
  const details = { reason: "the disk is full", notes: [], later: { a: 1 } };
  expect(stageFacts(details, now)).toEqual([
    ["Trouble", "the disk is full"],
    ["later", '{"a":1}'],
  ]);
});
