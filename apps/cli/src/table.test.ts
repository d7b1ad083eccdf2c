import { expect, test } from "vitest";
import { renderTable } from "./table.ts";

test("numbers are aligned right and null is visible", () => {
  const rows = [
    ["a", 1],
    ["bb", 200],
    [null, null],
  ];
  expect(renderTable(["name", "n"], rows).split("\n")).toEqual([
    "name     n",
    "────  ────",
    "a        1",
    "bb     200",
    "NULL  NULL",
  ]);
});

test("control characters from a ping can't reach the terminal", () => {
  expect(renderTable(["x"], [["\u001b[31mred"]])).toContain("\\u001b[31mred");
});

test("nested values are JSON and long cells are cut", () => {
  const text = renderTable(["x"], [[{ a: 1 }], ["y".repeat(100)]], 10);
  expect(text).toContain('{"a":1}');
  expect(text.split("\n").at(-1)).toBe(`${"y".repeat(9)}…`);
});

test("a table may have as many rows as an answer of the portal", () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => [n]);
  expect(renderTable(["n"], rows).endsWith("\n199999")).toBe(true);
});
