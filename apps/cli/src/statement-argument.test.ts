import { expect, test } from "vitest";
import { withStatementLast } from "./statement-argument.ts";

const COMMENTED = "-- c\nSELECT 1";

test.each([
  [
    ["sql", COMMENTED],
    ["sql", "--", COMMENTED],
  ],
  [
    ["sql", "--SELECT 2\nSELECT 1", "--format", "csv"],
    ["sql", "--format", "csv", "--", "--SELECT 2\nSELECT 1"],
  ],
  [
    ["sql", "--format=json", "--a=1\nSELECT 1"],
    ["sql", "--format=json", "--", "--a=1\nSELECT 1"],
  ],
  [
    ["sql", "--format", "csv", "-- c\nSELECT 1", "--param", "a=1"],
    ["sql", "--format", "csv", "--param", "a=1", "--", COMMENTED],
  ],
])("the arguments %j are read as %j", (args, read) => {
  expect(withStatementLast(args)).toEqual(read);
});

test.each([
  [["sql", "SELECT 1", "--format", "csv"]],
  [["sql", "--", COMMENTED, "--format"]],
  // A misspelled option is still reported as an unknown option.
  [["sql", "--formt", "csv", "SELECT 1"]],
  [["sql", "--param", "-- not=a statement", "SELECT 1"]],
  [["sql", "--param=a=two words", "SELECT 1"]],
  [["sql"]],
  [[]],
  [["schemas", "import", "-- c d"]],
])("the arguments %j stay unchanged", (args) => {
  expect(withStatementLast(args)).toEqual(args);
});
