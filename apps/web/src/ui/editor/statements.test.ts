import { expect, test } from "vitest";
import { parametersOf, statementAt, statementsOf } from "./statements.ts";

const texts = (sql: string) => statementsOf(sql).map(({ start, end }) => sql.slice(start, end));

test.each([
  ["one", "SELECT 1", ["SELECT 1"]],
  ["two", "SELECT 1;\n\nSELECT 2;", ["SELECT 1", "SELECT 2"]],
  ["a semicolon in text", "SELECT ';' ; SELECT 'it''s; so'", ["SELECT ';'", "SELECT 'it''s; so'"]],
  ["a semicolon in a name", 'SELECT 1 AS "a;b"; SELECT 2', ['SELECT 1 AS "a;b"', "SELECT 2"]],
  [
    "a semicolon in comments",
    "SELECT 1 -- no; end\n; /* ; */ SELECT 2",
    ["SELECT 1 -- no; end", "/* ; */ SELECT 2"],
  ],
  ["dollar quotes", "SELECT $$a;b$$; SELECT $x$;$$;$x$", ["SELECT $$a;b$$", "SELECT $x$;$$;$x$"]],
  ["escaped quotes", "SELECT e'it\\'s; so'; SELECT 2", ["SELECT e'it\\'s; so'", "SELECT 2"]],
  [
    "comments in comments",
    "/* /* ; */ ; */ SELECT 1; SELECT 2",
    ["/* /* ; */ ; */ SELECT 1", "SELECT 2"],
  ],
  ["a carriage return", "SELECT 1 -- a\r; SELECT 2", ["SELECT 1 -- a", "SELECT 2"]],
  ["a string in parts", "SELECT e'a'\n'\\';'; SELECT 2", ["SELECT e'a'\n'\\';'", "SELECT 2"]],
  ["slots", "SELECT {{ it's }}; SELECT 2", ["SELECT {{ it's }}", "SELECT 2"]],
  [
    "the end mark of a comment that never began",
    "SELECT 2 */ 1; SELECT 2",
    ["SELECT 2 */ 1", "SELECT 2"],
  ],
  ["unclosed text", "SELECT 'a; b", ["SELECT 'a; b"]],
  ["only comments", "-- nothing\n/* here */;", []],
  ["nothing", " \n", []],
])("%s: each statement is found", (_name, sql, expected) => {
  expect(texts(sql)).toEqual(expected);
});

test("the statement at the cursor contains the cursor or ends before it", () => {
  const sql = "SELECT 1;\nSELECT 2";
  const at = (cursor: number) => {
    const found = statementAt(sql, cursor);
    return found === null ? null : sql.slice(found.start, found.end);
  };
  expect([at(0), at(8), at(9), at(10), at(18)]).toEqual([
    "SELECT 1",
    "SELECT 1",
    "SELECT 1",
    "SELECT 2",
    "SELECT 2",
  ]);
  expect(statementAt("  ", 1)).toBeNull();
});

test.each([
  ["each once, in order", "SELECT $b, $a WHERE x = $b LIMIT $n2", ["b", "a", "n2"]],
  ["right behind an operator", "SELECT x+$a, -$b, [$c]", ["a", "b", "c"]],
  ["in any alphabet", "SELECT $größe, $年 + $o\u0308l", ["größe", "年", "o\u0308l"]],
  ["not in dollar quotes of any alphabet", "SELECT $ü$ $a $ü$, $b", ["b"]],
  ["not in text, names or comments", `SELECT '$a', "$b" -- $c\n/* $d */, e'\\'$e', $f`, ["f"]],
  ["not in dollar quotes", "SELECT $$ $a $$, $tag$ $b $tag$, $c", ["c"]],
  ["not within a name", "SELECT a$b, größe$c", []],
  ["not the placeholders of other dialects", "SELECT $1, {{ a }}, :b, ?", []],
  ["not behind an unclosed quote", "SELECT 'a $b", []],
])("parameters: %s", (_name, sql, expected) => {
  expect(parametersOf(sql)).toEqual(expected);
});
