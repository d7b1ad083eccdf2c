import { expect, test } from "vitest";
import { functionSizes, literalSpreads } from "./functions.ts";
import type { SourceFile } from "./sources.ts";

const file = (text: string): SourceFile => ({ path: "x.ts", text, lines: 1, isTest: false });

test.each([
  ["const a = { ...{ b: 1 } };", 1],
  ["const a = { ...({ b: 1 } as const), ...c };", 1],
  ["f({ ...rest, ...(is ? { b } : {}) });", 0],
  ["const a = [...[1, 2]];", 0],
])("%s spreads %i literals", (text, count) => {
  expect(literalSpreads(file(text))).toHaveLength(count);
});

test("a function's size does not include the statements of functions within it", () => {
  const text = `function outer() {
    const inner = () => {
      if (a) b();
      return 1;
    };
    for (const x of y) {
      inner();
    }
  }`;
  expect(functionSizes(file(text)).map(({ statements }) => statements)).toEqual([3, 3]);
});
