import { expect, test } from "vitest";
import { type Proposal, replacedBefore, sortKey } from "./completion.ts";

const proposal = (kind: Proposal["kind"]): Proposal => ({ label: kind, insert: kind, kind });

test("columns come before tables, tables before functions, functions before keywords", () => {
  const kinds = (["keyword", "function", "table", "alias", "column"] as const).map(proposal);
  const sorted = kinds.toSorted((a, b) => (sortKey(a, 0) < sortKey(b, 0) ? -1 : 1));
  expect(sorted.map((one) => one.kind)).toEqual([
    "column",
    "alias",
    "table",
    "function",
    "keyword",
  ]);
  expect(sortKey(proposal("column"), 2) < sortKey(proposal("column"), 10)).toBe(true);
});

test.each([
  ["SELECT cli", 3],
  ["SELECT x.", 0],
  ["SELECT x.da", 2],
  ['SELECT "odd na', 7],
  ['SELECT "odd name" ', 0],
  ["", 0],
])("in %o a proposal replaces %d characters", (line, length) => {
  expect(replacedBefore(line)).toBe(length);
});
