import { ExactNumber } from "@headwater/schemas";
import { expect, test } from "vitest";
import { parseExact } from "./parse-exact.ts";

const exact = (text: string) =>
  parseExact(Buffer.from(text), JSON.parse(text) as Record<string, unknown>);

test("numbers that a double can't hold are exact in every place, and nothing else changes", () => {
  const text = String.raw`{
    "a": 12345678901234567890, "b": [1, -9007199254740993, {"c": [9007199254740993]}],
    "safe": 1234567890123456, "fraction": 1.12345678901234567, "power": 1e-1234567890123456,
    "float": 12345678901234567890.5, "text": "12345678901234567890", "quoted": "\"12345678901234567890",
    "12345678901234567890": null, "beyond": 1234567890123456789012345678901234567890, "grün": -1e400
  }`;
  expect(exact(text)).toEqual({
    ...(JSON.parse(text) as object),
    a: 12345678901234567890n,
    b: [1, -9007199254740993n, { c: [9007199254740993n] }],
    fraction: new ExactNumber("1.12345678901234567"),
    power: new ExactNumber("1e-1234567890123456"),
    float: new ExactNumber("12345678901234567890.5"),
    beyond: new ExactNumber("1234567890123456789012345678901234567890"),
    grün: new ExactNumber("-1e400"),
  });
});

test.each<[string, unknown]>([
  ["0", 0],
  ["-0", -0],
  ["-0.0e99", -0],
  ["0.1e1", 1],
  ["1.0", 1],
  ["1e15", 1e15],
  ["9007199254740991", 9007199254740991],
  ["9007199254740991.0", 9007199254740991],
  ["9007199254740991.4", new ExactNumber("9007199254740991.4")],
  ["9007199254740992", 9007199254740992n],
  ["9007199254740993.0", 9007199254740993n],
  ["9.007199254740993e15", 9007199254740993n],
  ["123456789012345e4", 1234567890123450000n],
  ["1e19", 10n ** 19n],
  ["1e38", 10n ** 38n],
  ["1e39", 1e39],
  ["1e308", 1e308],
  ["1e309", new ExactNumber("1e309")],
  ["-1E+400", new ExactNumber("-1E+400")],
  ["1e99999999999999999999", new ExactNumber("1e99999999999999999999")],
  ["0.30000000000000004", 0.30000000000000004],
  ["0.3000000000000000444", new ExactNumber("0.3000000000000000444")],
  ["0.000000000000000000001", 1e-21],
  ["5e-324", 5e-324],
  ["1e-400", new ExactNumber("1e-400")],
])("%s is read as %o", (digits, value) => {
  expect(exact(`{"a":[${digits}]}`)["a"]).toEqual([value]);
});

test("the key `__proto__` is an ordinary key", () => {
  const parsed = exact('{"__proto__": 12345678901234567890}');
  expect(Object.entries(parsed)).toEqual([["__proto__", 12345678901234567890n]]);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
});

test("a document without such numbers is returned as the same object", () => {
  const plain = { text: "12345678901234567890" };
  expect(parseExact(Buffer.from(JSON.stringify(plain)), plain)).toBe(plain);
});
