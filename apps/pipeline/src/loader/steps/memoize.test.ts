import { expect, test } from "vitest";
import { memoize } from "./memoize.ts";

test("a result that is used stays in memory while many others are added", () => {
  const computed: string[] = [];
  const lookUp = memoize((text) => {
    computed.push(text);
    return { text };
  });
  const first = lookUp("often");
  for (let other = 0; other < 25_000; other += 1) {
    expect(lookUp(`other ${other}`)).toEqual({ text: `other ${other}` });
    if (other % 100 === 0) expect(lookUp("often")).toBe(first);
  }
  expect(computed.filter((text) => text === "often")).toEqual(["often"]);
});

test("the result that was not used for the longest time is dropped", () => {
  let computed = 0;
  const lookUp = memoize((text) => {
    computed += 1;
    return { text };
  });
  for (let one = 0; one <= 10_000; one += 1) lookUp(String(one));
  lookUp("10000");
  expect(computed).toBe(10_001);
  lookUp("0");
  expect(computed).toBe(10_002);
});
