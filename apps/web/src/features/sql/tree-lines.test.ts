import { expect, test } from "vitest";
import type { TreeColumn, TreeTable } from "./schema-filter.ts";
import { actionOf, moved, treeLines } from "./tree-lines.ts";

const column = (name: string, type = "VARCHAR", fields: TreeColumn[] = []): TreeColumn => ({
  name,
  type,
  fields,
});
const payload = column("payload", "STRUCT", [
  column("Odd", "STRUCT", [column("n", "BIGINT")]),
  column("steps", "STRUCT[]", [column("ms", "DOUBLE")]),
]);
const table = (name: string, rows: number | null): TreeTable => ({
  name,
  rows,
  description: "",
  columns: [column("id"), payload],
});
const tables = [
  table("a.empty_v1", 0),
  table("a.full_v1", 5),
  table("b.one_v1", 0),
  table("b.two_v1", 0),
  table("pipeline.accounting", null),
];
const lines = (toggled: string[] = [], filtered = false, narrow = false) =>
  treeLines(tables, {
    filtered,
    narrow,
    toggled: new Set(toggled),
    rowsInWords: (rows: number) => `${rows}`,
  });
const drawn = (...args: Parameters<typeof lines>) =>
  lines(...args).map(({ level, name, note }) => `${level} ${name} ${note}`.trim());

test("namespaces without rows are folded, tables with rows come first", () => {
  expect(drawn()).toEqual([
    "1 a 2",
    "2 full_v1 5",
    "2 empty_v1 0",
    "1 b empty",
    "1 pipeline 1",
    "2 accounting",
  ]);
  expect(drawn(["b.", "a."]).slice(0, 4)).toEqual([
    "1 a 2",
    "1 b empty",
    "2 one_v1 0",
    "2 two_v1 0",
  ]);
});

test("many empty tables beside others are folded into one line", () => {
  const many = [
    table("a.full_v1", 1),
    ...["b", "c", "d", "e"].map((name) => table(`a.${name}`, 0)),
  ];
  const names = (toggled: string[], filtered = false) =>
    treeLines(many, {
      filtered,
      narrow: false,
      toggled: new Set(toggled),
      rowsInWords: String,
    }).map(({ level, name }) => `${level} ${name}`);
  expect(names([])).toEqual(["1 a", "2 full_v1", "2 4 empty tables"]);
  expect(names(["a.empty"]).slice(2)).toEqual(["2 4 empty tables", "3 b", "3 c", "3 d", "3 e"]);
  expect(names([], true)).not.toContain("2 4 empty tables");
});

test("with a filter nothing is folded, and few tables are open", () => {
  expect(drawn([], true)).toContain("2 one_v1 0");
  expect(drawn([], true, true)).toContain("3 payload STRUCT");
});

test("fields unfold below their column and insert the path that SQL uses", () => {
  const open = lines([
    "a.full_v1",
    "a.full_v1\npayload",
    "a.full_v1\npayload\nOdd",
    "a.full_v1\npayload\nsteps",
  ]);
  const shown = open.filter(({ id }) => id.startsWith("a.full_v1"));
  expect(shown.map(({ level, insert }) => [level, insert])).toEqual([
    [2, "a.full_v1"],
    [3, "id"],
    [3, "payload"],
    [4, 'payload."Odd"'],
    [5, 'payload."Odd".n'],
    [4, "payload.steps"],
    [5, "ms"],
  ]);
});

test("arrow keys, Home and End move the focus", () => {
  const all = lines();
  const at = (name: string) => all.findIndex((line) => line.name === name);
  expect(moved(all, 0, "ArrowUp")).toBe(0);
  expect(moved(all, 0, "ArrowDown")).toBe(1);
  expect(moved(all, 0, "ArrowRight")).toBe(1);
  expect(moved(all, at("full_v1"), "ArrowLeft")).toBe(0);
  expect(moved(all, 2, "End")).toBe(all.length - 1);
  expect(moved(all, all.length - 1, "ArrowDown")).toBe(all.length - 1);
  expect(moved(all, 3, "Home")).toBe(0);
  expect(moved(all, 3, "x")).toBeNull();
});

test("keys fold, unfold and insert", () => {
  const [open, closed] = [lines()[0], lines()[1]].map(
    (line) =>
      (key: string, canInsert = true) =>
        line === undefined ? "no line" : actionOf(line, key, canInsert),
  );
  expect([open?.("ArrowRight"), open?.("ArrowLeft"), open?.(" ")]).toEqual([
    null,
    "toggle",
    "toggle",
  ]);
  expect([closed?.("ArrowRight"), closed?.("ArrowLeft")]).toEqual(["toggle", null]);
  expect([closed?.("Enter"), closed?.("Enter", false)]).toEqual(["insert", "toggle"]);
});
