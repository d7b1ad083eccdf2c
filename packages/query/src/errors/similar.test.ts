import { describe, expect, it, test } from "vitest";
import { lineAndColumn, pathLength, wordLength } from "./position.ts";
import { similarNames } from "./similar.ts";

describe("similar names", () => {
  const names = ["shop.visit_v1", "shop.order_v1", "country", "count", "Amount"];

  it.each([
    ["visit_v1", ["shop.visit_v1"]],
    ["shop.visits", ["shop.visit_v1"]],
    ["contry", ["country"]],
    ["AMOUNT", ["Amount", "count"]],
    ["zzzzzzz", []],
  ])("of %s", (wanted, expected) => {
    expect(similarNames(wanted, names)).toEqual(expected);
  });
});

test("no name is similar to a very long name, and the search ends at once", () => {
  const began = process.cpuUsage();
  const names = Array.from({ length: 500 }, (_, at) => `a_column_of_some_length_${at}`);
  expect(similarNames("a".repeat(250_000), names)).toEqual([]);
  expect(process.cpuUsage(began).user).toBeLessThan(250_000);
});

describe("a position", () => {
  it.each([
    ["SELECT x", 7, { line: 1, column: 8 }],
    ["SELECT\n 'ä', x", 14, { line: 2, column: 7 }],
    ["'😀' x", 7, { line: 1, column: 6 }],
    ["a", 99, { line: 1, column: 2 }],
  ])("in %j at byte %i", (sql, offset, expected) => {
    expect(lineAndColumn(sql, offset)).toEqual(expected);
  });

  it.each([
    ['a."b c" + 1', 1, 7],
    ['"x""y" z', 6, 6],
    ["+ 1", 1, 1],
  ])("of the name at the start of %j", (sql, word, path) => {
    expect([wordLength(sql, 0), pathLength(sql, 0)]).toEqual([word, path]);
  });
});
