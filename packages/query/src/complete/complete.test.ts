import { describe, expect, it } from "vitest";
import { type CompletionCatalogue, complete } from "./complete.ts";

const column = (name: string) => ({ name, type: "VARCHAR" });
const catalogue: CompletionCatalogue = {
  tables: new Map([
    ["shop.visit_v1", ["country", "channel", "select", "Odd Name"].map(column)],
    ["shop.order_v1", ["price", "country"].map(column)],
    ["pipeline.rejected", [column("stage")]],
  ]),
  functions: [
    { name: "count", signature: "count(arg)" },
    { name: "date_trunc", signature: "date_trunc(part, ts)" },
  ],
};
// `|` is the cursor.
const at = (text: string) =>
  complete(text.replace("|", ""), text.indexOf("|"), catalogue).map(
    ({ label, kind }) => `${kind} ${label}`,
  );

describe("completion", () => {
  it("puts columns of the read tables first, then aliases, tables, functions, keywords", () => {
    const kinds = at("SELECT | FROM shop.visit_v1 v").map((one) => one.split(" ")[0]);
    expect([...new Set(kinds)]).toEqual(["column", "alias", "table", "function", "keyword"]);
  });

  it.each([
    ["SELECT cou| FROM shop.visit_v1", ["column country", "function count"]],
    ["SELECT v.c| FROM shop.visit_v1 v", ["column country", "column channel"]],
    ["SELECT v.| FROM shop.order_v1 AS v WHERE", ["column price", "column country"]],
    ["SELECT visit_v1.ch| FROM shop.visit_v1", ["column channel"]],
    ["SELECT o.pr| FROM shop.visit_v1 v JOIN shop.order_v1 o ON", ["column price"]],
    ["SELECT * FROM shop.|", ["table visit_v1", "table order_v1"]],
    ["SELECT * FROM vis|", ["table shop.visit_v1"]],
    [
      "WITH a AS (SELECT country AS c, count(*) AS n FROM shop.visit_v1) SELECT a.| FROM a",
      ["column c", "column n"],
    ],
    [
      "WITH a AS (SELECT * FROM shop.order_v1) SELECT a.| FROM a",
      ["column price", "column country"],
    ],
    ["WITH a AS (SELECT 1 x), b AS (SELECT * FROM a) SELECT b.| FROM b", ["column x"]],
    ["SELECT * FROM (SELECT pri| FROM shop.order_v1", ["column price"]],
    ["SELECT 'pri|", []],
    ["SELECT $$it's$$, cou| FROM shop.visit_v1 v", ["column country", "function count"]],
    ["SELECT $$it's$$ FROM shop.visit_v1 v WHERE v.|", ["column country", "column channel"]],
    ["SELECT e'it\\'s', ch| FROM shop.visit_v1", ["column channel"]],
    ["SELECT /* /* */ it's */ ch| FROM shop.visit_v1", ["column channel"]],
    ["SELECT $x$ cou| $x$ FROM shop.visit_v1", []],
    ["SELECT * FROM shop.visit_v1 WHERE country = $cou|", []],
    ["SELECT 1FROM shop.order_v1 WHERE pr|", ["column price"]],
    ["SELECT date_|", ["function date_trunc"]],
  ])("at %s", (text, expected) => {
    const found = at(text);
    expect(found.slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(found).toEqual([]);
  });

  it("quotes the names that need quotes", () => {
    const inserts = complete("SELECT  FROM shop.visit_v1", 7, catalogue)
      .filter(({ kind }) => kind === "column")
      .map(({ insert }) => insert);
    expect(inserts).toEqual(["country", "channel", '"select"', '"Odd Name"']);
  });

  it("does not throw for broken texts", () => {
    for (const text of [
      '"',
      "'",
      "/*",
      "((((",
      "WITH",
      "WITH a AS (",
      "SELECT a. FROM",
      ".",
      "JOIN ,,",
    ])
      expect(() => complete(text, text.length, catalogue)).not.toThrow();
  });

  it("ends for a recursive expression", () => {
    const sql = "WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT a. FROM a";
    expect(() => complete(sql, sql.indexOf("a. ") + 2, catalogue)).not.toThrow();
  });

  const star = (at: number) => `e${at} AS (SELECT * FROM e${at + 1}, (SELECT 1), e${at + 1} x)`;
  it.each([
    ["brackets", `SELECT | FROM ${"(FROM ".repeat(40_000)}`],
    ["expressions in expressions", `WITH ${"a AS (WITH ".repeat(20_000)}|`],
    ["open expressions", `WITH ${", a AS (".repeat(30_000)}|`],
    ["sources", `SELECT | FROM ${"shop.visit_v1, ".repeat(17_000)}`],
    ["keywords that may begin further sources", `SELECT | FROM ${"update, ".repeat(30_000)}`],
    ["names before dots", `SELECT ${"a.".repeat(120_000)}|`],
    [
      "stars that lead to the same",
      `WITH ${Array.from({ length: 40 }, (_, n) => star(n))} SELECT | FROM e0`,
    ],
  ])("takes linear time for many %s", (_name, text) => {
    const began = performance.now();
    at(text);
    // Linear work takes less than a second; quadratic work would take minutes.
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
