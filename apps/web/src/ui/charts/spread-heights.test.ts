import { expect, test } from "vitest";
import { spreadHeights } from "./spread-heights.ts";

test.each([
  ["heights with enough distance stay", [10, 40, 90], [10, 40, 90]],
  ["close neighbours move down", [10, 12, 90], [10, 24, 90]],
  ["close neighbours at the bottom move up", [95, 97, 99], [72, 86, 100]],
  ["the result has the order of the input", [99, 10, 98], [100, 10, 86]],
  ["a single height below the bottom moves up", [120], [100]],
  ["an empty list stays empty", [], []],
])("%s", (_, heights, expected) => {
  expect(spreadHeights(heights, 14, 100)).toEqual(expected);
});
