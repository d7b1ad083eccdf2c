import { expect, test } from "vitest";
import { withParameter } from "./parameters.ts";

test("a value may be empty and may contain an equals sign", () => {
  const all = ["a=1", "b=", "größe=x=y"].reduce(
    (values: Readonly<Record<string, string>>, text) => withParameter(text, values),
    {},
  );
  expect(all).toEqual({ a: "1", b: "", größe: "x=y" });
});

test.each([
  ["a", {}, "write it as name=value"],
  ["=1", {}, "write it as name=value"],
  ["a=2", { a: "1" }, "--param a is given twice, but a parameter has one value. For a list"],
])("%s after %j is refused", (text, previous, words) => {
  expect(() => withParameter(text, previous)).toThrow(words);
});
