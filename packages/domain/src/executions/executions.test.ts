import { expect, test } from "vitest";
import { type ExecutionError, errorInWords } from "./index.ts";

test.each<[ExecutionError, string]>([
  [{ code: "runtime", message: "Out of range." }, "Out of range."],
  [
    { code: "parse", message: "Syntax error.", line: 2, column: 6 },
    "Line 2, column 6: Syntax error.",
  ],
  [
    { code: "catalog", message: "There is no table t.", line: 1, candidates: ["a.t"] },
    "Line 1, column 1: There is no table t. Did you mean a.t?",
  ],
  [
    { code: "binder", message: "There is no column x.", candidates: ["a", "b", "c"] },
    "There is no column x. Did you mean a, b or c?",
  ],
])("the error %o is written as a text", (error, text) => {
  expect(errorInWords(error)).toBe(text);
});
