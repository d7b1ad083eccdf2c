import { expect, test } from "vitest";
import { problemOf, problemText, withWordReplaced } from "./marks.ts";

const error = { code: "binder", message: 'Column "cliens" not found\nLINE 2: …' } as const;

test("an error marks exactly the wrong word", () => {
  const problem = problemOf("SELECT\n  cliens\nFROM t", { ...error, line: 2, column: 3 });
  expect(problem).toMatchObject({ line: 2, column: 3, endColumn: 9 });
  expect(problemText(problem)).toBe('2:3 Column "cliens" not found');
});

test("an error of a later statement is placed in the whole text", () => {
  const text = "SELECT 1; SELECT\n cliens";
  expect(problemOf(text, { ...error, line: 2, column: 2 }, 10)).toMatchObject({
    line: 2,
    column: 2,
  });
  expect(problemOf(text, { ...error, line: 1, column: 8 }, 10)).toMatchObject({
    line: 1,
    column: 18,
  });
});

test("a word of any script is marked whole, and a position without a word by one character", () => {
  expect(problemOf("SELECT größe", { ...error, line: 1, column: 8 }).endColumn).toBe(13);
  expect(problemOf("SELECT ,", { ...error, line: 1, column: 8 }).endColumn).toBe(9);
  expect(problemOf("", error)).toMatchObject({ line: 1, column: 1, endColumn: 2 });
});

test("a candidate replaces only the wrong word", () => {
  const text = "SELECT cliens\nFROM cliens";
  const problem = problemOf(text, { ...error, line: 1, column: 8, candidates: ["clients"] });
  expect(withWordReplaced(text, problem, "clients")).toBe("SELECT clients\nFROM cliens");
});
