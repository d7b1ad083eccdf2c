import { expect, test } from "vitest";
import { failuresAfter, restartDelayMs } from "./restart-delay.ts";

test.each([
  [1, 250],
  [2, 500],
  [4, 2000],
  [7, 15_000],
  [60, 15_000],
])("after %i failures in a row the next start waits %i ms", (failures, delay) => {
  expect(restartDelayMs(failures)).toBe(delay);
});

test("a long healthy run resets the number of failures", () => {
  expect(failuresAfter(6, 3100)).toBe(1);
  expect(failuresAfter(6, 900)).toBe(7);
});
