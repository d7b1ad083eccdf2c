import { expect, test } from "vitest";
import { planValueAxis } from "./value-axis.ts";

const chart = (values: readonly (number | null)[][], type: "line" | "bar" | "area" = "line") => ({
  type,
  series: (values[0] ?? []).map((_, index) => ({ key: `s${index}`, name: "", color: "" })),
  points: values.map((row, x) => ({
    x,
    ...Object.fromEntries(row.map((value, index) => [`s${index}`, value])),
  })),
});
const nothing = new Set<string>();

test("the plan of an axis that begins above zero names its start", () => {
  expect(planValueAxis(chart([[80], [142]]), nothing)).toEqual({
    ticks: [80, 100, 120, 140, 160],
    startsAt: 80,
  });
});

test("an axis of values near zero begins at zero", () => {
  expect(planValueAxis(chart([[34], [142]]), nothing)).toMatchObject({ startsAt: null });
});

test("an axis of values below and above zero contains zero", () => {
  expect(planValueAxis(chart([[-2], [5]]), nothing)).toMatchObject({ startsAt: null });
});

test("a hidden series does not affect the axis", () => {
  const axis = planValueAxis(
    chart([
      [1, 500],
      [2, 600],
    ]),
    new Set(["s1"]),
  );
  expect(axis?.ticks.at(-1)).toBe(2);
});

test("bars begin at zero, also bars of negative values", () => {
  expect(planValueAxis(chart([[80], [142]], "bar"), nothing)).toEqual({
    ticks: [0, 50, 100, 150],
    startsAt: null,
  });
  expect(planValueAxis(chart([[-80], [-142]], "bar"), nothing)?.ticks).toEqual([
    -150, -100, -50, 0,
  ]);
});

test("the axis of a stack reaches its sum, and the axis of bars side by side the highest bar", () => {
  const ends = (values: number[][], type: "bar" | "area") =>
    planValueAxis(chart(values, type), nothing)?.ticks.at(-1);
  expect(ends([[40, 50]], "area")).toBe(100);
  expect(ends([[40, 50]], "bar")).toBe(50);
  expect(ends([[40, 50, 1, 2, 3]], "bar")).toBe(100);
});

test("a chart without values has no axis", () => {
  expect(planValueAxis(chart([[null]]), nothing)).toBeNull();
});
