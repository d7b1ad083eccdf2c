import { describe, expect, test } from "vitest";
import { cellText, inspectedText, numberText } from "./cell-text.ts";
import { asJson, asTsv, uniqueNames } from "./copy-text.ts";
import { sumsOf } from "./sums.ts";

describe("a cell's text", () => {
  test.each([
    [null, "NULL", true],
    ["", "''", true],
    ["NULL", "NULL", false],
    [0, "0", false],
    [false, "false", false],
    [{ a: [1, null] }, '{"a":[1,null]}', false],
    ["two\nlines", "two ⏎ lines", false],
    ["<script>alert(1)</script>", "<script>alert(1)</script>", false],
  ])("%o is shown as %s", (value, text, muted) => {
    expect(cellText(value)).toEqual({ text, muted });
  });

  test("long text is cut in the cell and whole in the inspector", () => {
    const long = "x".repeat(5000);
    expect(cellText(long).text).toHaveLength(301);
    expect(inspectedText(long)).toBe(long);
  });

  test.each([
    [1234567, "1,234,567"],
    ["12345678901234567890", "12,345,678,901,234,567,890"],
    [-1234.5678, "-1,234.5678"],
    ["1e400", "1e400"],
    ["NaN", "NaN"],
    [12, "12"],
  ])("the number %o keeps all its digits: %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test("JSON text is indented, and invalid JSON is not changed", () => {
    expect(inspectedText('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(inspectedText("{oops")).toBe("{oops");
    expect(inspectedText(null)).toBe("NULL");
  });
});

describe("copied text", () => {
  test("tabs, breaks and quotes are quoted, NULL is empty", () => {
    expect(asTsv([["a\tb", null, 'say "x"']], ["one", "two", "three"])).toBe(
      'one\ttwo\tthree\n"a\tb"\t\t"say ""x"""',
    );
  });

  test("JSON keeps types and numbers equal names", () => {
    expect(JSON.parse(asJson([[1, null, { x: 1 }]], ["n", "n", "o"]))).toEqual([
      { n: 1, n_2: null, o: { x: 1 } },
    ]);
    expect(uniqueNames(["a", "a", "a_2", "a"])).toEqual(["a", "a_2", "a_2_2", "a_3"]);
  });
});

describe("sums", () => {
  test("NULL is not counted, and numbers as text are", () => {
    expect(sumsOf([1, null, "2.5", 4.5])).toEqual({
      count: 3,
      numbers: { sum: 8, mean: 8 / 3, min: 1, max: 4.5 },
    });
  });

  test("text has only a count", () => {
    expect(sumsOf(["a", "b", null])).toEqual({ count: 2, numbers: null });
  });
});
