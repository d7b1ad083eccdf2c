import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("an answer that is used stays, however many others come by", () => {
  const asked: string[] = [];
  const lookUp = remembered((text) => {
    asked.push(text);
    return { text };
  });
  const first = lookUp("often");
  for (let other = 0; other < 25_000; other += 1) {
    expect(lookUp(`other ${other}`)).toEqual({ text: `other ${other}` });
    if (other % 100 === 0) expect(lookUp("often")).toBe(first);
  }
  expect(asked.filter((text) => text === "often")).toEqual(["often"]);
});

test("the longest unused answer is given up", () => {
  let asked = 0;
  const lookUp = remembered((text) => {
    asked += 1;
    return { text };
  });
  for (let one = 0; one <= 10_000; one += 1) lookUp(String(one));
  lookUp("10000");
  expect(asked).toBe(10_001);
  lookUp("0");
  expect(asked).toBe(10_002);
});
