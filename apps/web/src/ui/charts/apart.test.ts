import { expect, test } from "vitest";
import { apart } from "./apart.ts";

test.each([
  ["what is apart stays", [10, 40, 90], [10, 40, 90]],
  ["neighbours move down", [10, 12, 90], [10, 24, 90]],
  ["at the bottom they move up", [95, 97, 99], [72, 86, 100]],
  ["the order they came in is kept", [99, 10, 98], [100, 10, 86]],
  ["one alone stays above the bottom", [120], [100]],
  ["none is none", [], []],
])("%s", (_, heights, expected) => {
  expect(apart(heights, 14, 100)).toEqual(expected);
});
