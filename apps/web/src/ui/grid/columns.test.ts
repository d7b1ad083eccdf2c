import { expect, test } from "vitest";
import { leftEdges, NO_CHANGES, nextSort, placeColumns, toggled } from "./columns.ts";

const columns = [
  { name: "day", type: "DATE", kind: "time" },
  { name: "channel", type: "VARCHAR", kind: "text" },
  { name: "n", type: "BIGINT", kind: "number" },
] as const;

test("pinned columns come first, hidden columns are left out, and values keep their index", () => {
  const placed = placeColumns(
    columns,
    { ...NO_CHANGES, pinned: new Set(["n"]), hidden: new Set(["day"]) },
    [],
  );
  expect(placed.map((column) => [column.name, column.at])).toEqual([
    ["n", 2],
    ["channel", 1],
  ]);
});

test("a column is as wide as its values, within limits, or as the person resized it", () => {
  const wide = placeColumns(columns, NO_CHANGES, [["d", "x".repeat(500), 1]]);
  expect(wide[1]?.width).toBe(340);
  expect(wide[2]?.width).toBeLessThan(100);
  const drawn = placeColumns(columns, { ...NO_CHANGES, widths: new Map([["n", 200]]) }, []);
  expect(drawn[2]?.width).toBe(200);
  expect(leftEdges(drawn).at(-1)).toBe(drawn.reduce((sum, column) => sum + column.width, 0));
});

test("clicks on a header sort ascending, then descending, then not at all", () => {
  const first = nextSort(null, "n");
  const second = nextSort(first, "n");
  expect([first, second, nextSort(second, "n")]).toEqual([
    { column: "n", descending: false },
    { column: "n", descending: true },
    null,
  ]);
  expect(nextSort(second, "day")).toEqual({ column: "day", descending: false });
});

test("toggling twice changes nothing", () => {
  expect(toggled(toggled(new Set(["a"]), "b"), "b")).toEqual(new Set(["a"]));
});
