import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { jsonRows, numericJsonRows } from "./json-rows.ts";

const GREATEST = "170141183460469231731687303715884105727";

/** An expression, its value on a page, and its value for a program, if the two differ. */
const VALUES: readonly (readonly [sql: string, page: unknown, program?: unknown])[] = [
  // Decimals: a page shows text, which keeps zeros; a program gets a double if the double has all
  // the digits.
  ["0.5", "0.5", 0.5],
  ["-0.5", "-0.5", -0.5],
  ["0::DECIMAL(4,2)", "0.00", 0],
  ["19.90::DECIMAL(10,2)", "19.90", 19.9],
  ["1e-10::DECIMAL(38,12)", "0.000000000100", 1e-10],
  ["123456789012345.67::DECIMAL(38,2)", "123456789012345.67", 123456789012345.67],
  ["'0.1'::DECIMAL(38,37)", `0.1${"0".repeat(36)}`, 0.1],
  ["'0.333333333333333333333'::DECIMAL(38,21)", "0.333333333333333333333"],
  ["'12345678901234567.89'::DECIMAL(38,2)", "12345678901234567.89"],
  ["'-99999999999999999999999999999999999999'::DECIMAL(38,0)", `-${"9".repeat(38)}`],
  ["('1' || repeat('0', 30))::DECIMAL(38,0)", `1${"0".repeat(30)}`, 1e30],
  // Whole numbers: a double holds each of them up to 2^53.
  ["7::TINYINT", 7],
  ["9007199254740991::BIGINT", 9007199254740991],
  ["-9007199254740991::BIGINT", -9007199254740991],
  ["9007199254740993::BIGINT", "9007199254740993"],
  ["18446744073709551615::UBIGINT", "18446744073709551615"],
  ["5::HUGEINT", 5],
  [`${GREATEST}::HUGEINT`, GREATEST],
  ["12::BIGNUM", 12],
  [`(${GREATEST}::HUGEINT)::BIGNUM`, GREATEST],
  // Floating point: JSON has no NaN and no infinity.
  ["1.5::DOUBLE", 1.5],
  ["'-0'::DOUBLE", 0],
  ["1e300::DOUBLE", 1e300],
  ["'nan'::DOUBLE", "NaN", null],
  ["'infinity'::DOUBLE", "Infinity", null],
  ["'-infinity'::FLOAT", "-Infinity", null],
  // The same rules hold inside other values.
  ["[1.50, 2.25]", ["1.50", "2.25"], [1.5, 2.25]],
  ["{'a': 0.5, 'b': 'nan'::DOUBLE}", { a: "0.5", b: "NaN" }, { a: 0.5, b: null }],
  // Text that looks like a number is text for both.
  ["'0.5'", "0.5"],
  ["NULL::DECIMAL(4,2)", null],
];

test("each number has one form on a page and one for programs", async () => {
  const engine = await (await DuckDBInstance.create()).connect();
  try {
    const result = await engine.run(`SELECT ${VALUES.map(([sql]) => sql).join(", ")}`);
    const chunk = await result.fetchChunk();
    if (chunk === null) throw new Error("The engine gave no row.");
    expect(jsonRows(chunk)).toEqual([VALUES.map(([, page]) => page)]);
    expect(numericJsonRows(chunk)).toEqual([VALUES.map(([, page, program = page]) => program)]);
  } finally {
    engine.closeSync();
  }
});
