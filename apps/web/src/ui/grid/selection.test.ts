import { expect, test } from "vitest";
import { cellCount, contains, moveSelection, rangeOf, selectCell } from "./selection.ts";

const extent = { rows: 100, columns: 5, pageRows: 10 };
const plain = (key: string) => ({ key, shift: false, mod: false });

test.each([
  ["ArrowDown", 6, 2],
  ["ArrowUp", 4, 2],
  ["ArrowRight", 5, 3],
  ["ArrowLeft", 5, 1],
  ["PageDown", 15, 2],
  ["PageUp", 0, 2],
  ["Home", 5, 0],
  ["End", 5, 4],
])("%s moves the cell", (key, row, column) => {
  const moved = moveSelection(selectCell({ row: 5, column: 2 }), plain(key), extent);
  expect(moved).toEqual(selectCell({ row, column }));
});

test("with Ctrl the keys move to the first or last cell", () => {
  const moved = (key: string) =>
    moveSelection(selectCell({ row: 5, column: 2 }), { key, shift: false, mod: true }, extent)
      ?.focus;
  expect(moved("End")).toEqual({ row: 99, column: 4 });
  expect(moved("Home")).toEqual({ row: 0, column: 0 });
  expect(moved("ArrowDown")).toEqual({ row: 99, column: 2 });
});

test("Shift keeps the anchor and does not enter the header", () => {
  const start = selectCell({ row: 0, column: 0 });
  const up = moveSelection(start, { key: "ArrowUp", shift: true, mod: false }, extent);
  expect(up?.focus.row).toBe(0);
  const down = moveSelection(start, { key: "ArrowDown", shift: true, mod: false }, extent);
  expect(down).toEqual({ anchor: { row: 0, column: 0 }, focus: { row: 1, column: 0 } });
});

test("ArrowUp moves from the first row to the header, and no key leaves the grid", () => {
  expect(
    moveSelection(selectCell({ row: 0, column: 0 }), plain("ArrowUp"), extent)?.focus.row,
  ).toBe(-1);
  expect(
    moveSelection(selectCell({ row: 99, column: 4 }), plain("ArrowDown"), extent)?.focus.row,
  ).toBe(99);
});

test("Ctrl+A selects all cells, and other keys move nothing", () => {
  const all = moveSelection(
    selectCell({ row: 3, column: 3 }),
    { key: "a", shift: false, mod: true },
    extent,
  );
  expect(all === null ? 0 : cellCount(rangeOf(all))).toBe(500);
  expect(moveSelection(selectCell({ row: 3, column: 3 }), plain("x"), extent)).toBeNull();
});

test("a range does not depend on the corner where the selection began", () => {
  const range = rangeOf({ anchor: { row: 9, column: 3 }, focus: { row: 2, column: 1 } });
  expect(range).toEqual({ top: 2, bottom: 9, left: 1, right: 3 });
  expect(contains(range, { row: 5, column: 2 })).toBe(true);
  expect(contains(range, { row: 5, column: 0 })).toBe(false);
});
