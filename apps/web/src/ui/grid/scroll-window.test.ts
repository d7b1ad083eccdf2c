import { expect, test } from "vitest";
import {
  clampOffset,
  offsetShowing,
  ROW_HEIGHT,
  scrollSpace,
  visibleColumns,
  visibleRows,
} from "./scroll-window.ts";

test("a small result scrolls pixel by pixel", () => {
  expect(scrollSpace(100, 320)).toEqual({ height: 3200, maxOffset: 2880, ratio: 1 });
});

test("a result that fits does not scroll", () => {
  const space = scrollSpace(3, 320);
  expect(space.maxOffset).toBe(0);
  expect(space.ratio).toBe(1);
});

test.each([1_000_000, 50_000_000])(
  "the last of %d rows is at the end of the scroll bar",
  (rows) => {
    const viewport = 600;
    const space = scrollSpace(rows, viewport);
    expect(space.height).toBeLessThanOrEqual(8_000_000);
    const offset = (space.height - viewport) * space.ratio;
    const { end } = visibleRows(rows, clampOffset(space, offset), viewport);
    expect(end).toBe(rows);
  },
);

test("some rows beyond the edges are drawn, within the rows that exist", () => {
  expect(visibleRows(1000, 50 * ROW_HEIGHT, 320)).toEqual({ first: 44, end: 66 });
  expect(visibleRows(5, 0, 320)).toEqual({ first: 0, end: 5 });
  expect(visibleRows(0, 0, 320)).toEqual({ first: 0, end: 0 });
});

test.each([
  ["above", 2, 100 * ROW_HEIGHT, 2 * ROW_HEIGHT],
  ["below", 200, 0, 201 * ROW_HEIGHT - 320],
  ["in view", 5, 0, 0],
] as const)("a row %s is brought into view", (_name, row, offset, expected) => {
  expect(offsetShowing(row, offset, 320)).toBe(expected);
});

test("columns out of sight are left out, except one at each side", () => {
  const lefts = [0, 100, 200, 300, 400, 500];
  expect(visibleColumns(lefts, 0, 150)).toEqual({ first: 0, end: 3 });
  expect(visibleColumns(lefts, 210, 100)).toEqual({ first: 1, end: 5 });
  expect(visibleColumns(lefts, 0, 5000)).toEqual({ first: 0, end: 5 });
});
