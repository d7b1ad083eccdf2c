import { expect, test } from "vitest";
import { mended, problemOf, problemText } from "./marks.ts";

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

test("words of all scripts are marked whole, and a place without a word by one character", () => {
  expect(problemOf("SELECT größe", { ...error, line: 1, column: 8 }).endColumn).toBe(13);
  expect(problemOf("SELECT ,", { ...error, line: 1, column: 8 }).endColumn).toBe(9);
  expect(problemOf("", error)).toMatchObject({ line: 1, column: 1, endColumn: 2 });
});

test("a candidate replaces the wrong word only", () => {
  const text = "SELECT cliens\nFROM cliens";
  const problem = problemOf(text, { ...error, line: 1, column: 8, candidates: ["clients"] });
  expect(mended(text, problem, "clients")).toBe("SELECT clients\nFROM cliens");
});
