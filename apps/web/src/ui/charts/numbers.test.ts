import { expect, test } from "vitest";
import { exactTime, fullNumber, numberOf, shortNumber, timeOf, timeTick } from "./numbers.ts";

test.each([
  [0, "0"],
  [0.05, "0.05"],
  [999, "999"],
  [1204, "1.2k"],
  [1_204_112, "1.2M"],
  [-3_400_000_000, "-3.4B"],
])("%d is short as %s", (value, text) => {
  expect(shortNumber(value)).toBe(text === "1.2k" || text === "1.2M" ? `1.2${text.at(-1)}` : text);
});

test.each([
  [1, 1],
  ["9007199254740993", 9007199254740992],
  ["1.25", 1.25],
  ["", null],
  ["abc", null],
  [null, null],
  [true, 1],
  [Number.NaN, null],
  ["Infinity", null],
])("%o is the number %o", (value, number) => {
  expect(numberOf(value)).toBe(number);
});

test.each([
  ["2026-11-03", Date.UTC(2026, 10, 3)],
  ["2026-11-03 04:05:06", Date.UTC(2026, 10, 3, 4, 5, 6)],
  ["2026-11-03T04:05:06Z", Date.UTC(2026, 10, 3, 4, 5, 6)],
  ["2026-11-03 04:05:06+02", Date.UTC(2026, 10, 3, 2, 5, 6)],
  ["soon", null],
  [7, null],
])("%o is the instant %o", (value, instant) => {
  expect(timeOf(value)).toBe(instant);
});

test("the format of a tick depends on the span of the axis", () => {
  const instant = Date.UTC(2026, 10, 3, 4, 5);
  expect(timeTick(instant, 3_600_000)).toBe("04:05");
  expect(timeTick(instant, 10 * 86_400_000)).toBe("3 Nov");
  expect(timeTick(instant, 900 * 86_400_000)).toBe("Nov 2026");
});

test("exact values lose nothing", () => {
  expect(fullNumber(1_204_112.25)).toBe("1,204,112.25");
  expect(fullNumber(-9_007_199_254_740_991)).toBe("-9,007,199,254,740,991");
  expect(exactTime(Date.UTC(2026, 10, 3))).toBe("Tue, 3 Nov 2026");
  expect(exactTime(Date.UTC(2026, 10, 3, 4, 5, 6))).toContain("04:05:06 UTC");
});

test.each([
  [50.434284123456, "50.4343"],
  [0.1 + 0.2, "0.3"],
  [0.000012345678, "0.0000123457"],
  [1234.5678, "1,234.57"],
  [0, "0"],
])("%d is shown with its significant digits: %s", (value, text) => {
  expect(fullNumber(value)).toBe(text);
});

test.each([
  [999_999, "1M"],
  [999_499, "999k"],
  [-999_999_999, "-1B"],
  [999.9, "1k"],
  [0, "0"],
])("%d on an axis is %s", (value, text) => {
  expect(shortNumber(value)).toBe(text);
});
