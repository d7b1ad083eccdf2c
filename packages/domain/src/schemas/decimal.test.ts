import { describe, expect, test } from "vitest";
import { compileSchema } from "./compile-schema.ts";
import { isMultipleOf, readDecimal } from "./decimal.ts";

test.each([
  ["0", "", 0],
  ["-0.00e7", "", 0],
  ["19.990", "1999", -2],
  ["100", "1", 2],
  ["0.1e1", "1", 0],
  ["1e400", "1", 400],
  ["12E-3", "12", -3],
  ["9007199254740993.0", "9007199254740993", 0],
])("%s is read", (text, digits, exponent) => {
  expect(readDecimal(text)).toEqual({ isNegative: false, digits, exponent });
});

test("a sign is read, and a text that is no number gives null", () => {
  expect(readDecimal("-1.5")).toEqual({ isNegative: true, digits: "15", exponent: -1 });
  expect([readDecimal("Infinity"), readDecimal("1."), readDecimal("")]).toEqual([null, null, null]);
});

describe("a multiple", () => {
  test.each<[number, number, boolean]>([
    [19.99, 0.01, true],
    [4.35, 0.01, true],
    [1.13, 0.01, true],
    [0.07, 0.01, true],
    [1.15, 0.01, true],
    [-1.15, 0.01, true],
    [1.155, 0.01, false],
    [0.3, 0.1, true],
    [1e21, 0.1, true],
    [1e300, 1e-300, true],
    [5e-324, 5e-324, true],
    [1.5, 0.5, true],
    [1.5, 0.4, false],
    [7, 2, false],
    [9_007_199_254_740_991, 3, false],
    [0, 0.7, true],
    [-0, 0.7, true],
    [0.075, 0.0075, true],
    [123_456.789, 0.000_1, true],
  ])("%d of %d: %s", (value, divisor, expected) => {
    expect(isMultipleOf(value, divisor)).toBe(expected);
  });

  test.each(["draft-04", "draft-07", "draft/2020-12"])("is found in a schema of %s", (draft) => {
    const $schema = draft.includes("2020")
      ? `https://json-schema.org/${draft}/schema`
      : `http://json-schema.org/${draft}/schema#`;
    const validate = compileSchema(
      JSON.stringify({ $schema, properties: { price: { type: "number", multipleOf: 0.01 } } }),
    );
    for (const price of [19.99, 4.35, 1.13, 0.07, 1.15, 12]) expect(validate({ price })).toBeNull();
    expect(validate({ price: 1.005 })).toContain("/price must be multiple of 0.01 (multipleOf at");
    expect(validate({ price: Number.POSITIVE_INFINITY })).toBeNull();
  });
});
