import { expect, test } from "vitest";
import { numberTicks, timeTicks } from "./ticks.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const inWords = (ticks: readonly number[]) =>
  ticks.map((at) => new Date(at).toISOString().slice(0, 16).replace("T00:00", ""));

test.each([
  ["an hour", "2026-11-25T09:47", "2026-11-25T10:47", 7, ["2026-11-25T09:50", "2026-11-25T10:00"]],
  ["a day", "2026-11-24T10:47", "2026-11-25T10:47", 7, ["2026-11-24T12:00", "2026-11-24T16:00"]],
  ["three days", "2026-11-05T10:00", "2026-11-08T10:00", 12, ["2026-11-06", "2026-11-07"]],
  ["three weeks", "2026-11-05", "2026-11-25", 11, ["2026-11-05", "2026-11-07"]],
  ["two months, on Mondays", "2026-10-01", "2026-11-30", 9, ["2026-10-05", "2026-10-12"]],
  ["a year", "2026-01-15", "2026-12-31", 7, ["2026-04-01", "2026-07-01"]],
  ["eight years", "2018-06-01", "2026-06-01", 7, ["2020-01-01", "2022-01-01"]],
])("%s has round times at one step", (...[, from, to, most, first]) => {
  const ticks = timeTicks(utc(from), utc(to), most);
  expect(inWords(ticks).slice(0, 2)).toEqual(first);
  expect(ticks.length).toBeLessThanOrEqual(most);
  expect(ticks.every((at) => at >= utc(from) && at <= utc(to))).toBe(true);
});

test("a range of one moment has at most one tick", () => {
  expect(timeTicks(utc("2026-11-05"), utc("2026-11-05"), 7)).toEqual([utc("2026-11-05")]);
});

test.each([
  [34, 142, 5, [25, 50, 75, 100, 125, 150]],
  [0, 183, 4, [0, 50, 100, 150, 200]],
  [0, 0, 4, [0, 0.25]],
  [-3, 7, 5, [-4, -2, 0, 2, 4, 6, 8]],
  [0.1, 0.35, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
  [5, 5, 4, [4, 6]],
  [0, 1_204_112, 5, [0, 250_000, 500_000, 750_000, 1_000_000, 1_250_000]],
])("numbers from %d to %d in about %d steps", (low, high, wanted, ticks) => {
  expect(numberTicks(low, high, wanted)).toEqual(ticks);
});

test("an axis of whole numbers has only whole ticks", () => {
  expect(numberTicks(0, 2, 5, true)).toEqual([0, 1, 2]);
  expect(numberTicks(0, 11, 5, true)).toEqual([0, 3, 6, 9, 12]);
});

test("numbers of any size have fewer than nine ticks", () => {
  for (const high of [Number.MIN_VALUE * 1e10, 1e-12, 1, 1e15, 1e300])
    expect(numberTicks(0, high, 5).length).toBeLessThan(9);
});
