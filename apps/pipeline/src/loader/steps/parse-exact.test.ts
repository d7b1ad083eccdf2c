import { expect, test } from "vitest";
import { parseExact } from "./parse-exact.ts";

const exact = (text: string) =>
  parseExact(Buffer.from(text), JSON.parse(text) as Record<string, unknown>);

test("long integers are exact wherever they stand, and nothing else changes", () => {
  const text = String.raw`{
    "a": 12345678901234567890, "b": [1, -9007199254740993, {"c": [9007199254740993]}],
    "safe": 1234567890123456, "fraction": 1.12345678901234567, "power": 1e-1234567890123456,
    "float": 12345678901234567890.5, "text": "12345678901234567890", "quoted": "\"12345678901234567890",
    "12345678901234567890": null, "beyond": 1234567890123456789012345678901234567890123456789
  }`;
  expect(exact(text)).toEqual({
    ...(JSON.parse(text) as object),
    a: 12345678901234567890n,
    b: [1, -9007199254740993n, { c: [9007199254740993n] }],
  });
});

test("a key that names the prototype is a key", () => {
  const parsed = exact('{"__proto__": 12345678901234567890}');
  expect(Object.entries(parsed)).toEqual([["__proto__", 12345678901234567890n]]);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
});

test("a document without one stays the very object", () => {
  const plain = { text: "12345678901234567890" };
  expect(parseExact(Buffer.from(JSON.stringify(plain)), plain)).toBe(plain);
});
