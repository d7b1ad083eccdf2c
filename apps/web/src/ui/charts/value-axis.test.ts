import { expect, test } from "vitest";
import { planValueAxis } from "./value-axis.ts";

const chart = (values: readonly (number | null)[][], type: "line" | "bar" = "line") => ({
  type,
  series: (values[0] ?? []).map((_, index) => ({ key: `s${index}`, name: "", color: "" })),
  points: values.map((row, x) => ({
    x,
    ...Object.fromEntries(row.map((value, index) => [`s${index}`, value])),
  })),
});
const nothing = new Set<string>();

test("an axis that begins above zero says so", () => {
  expect(planValueAxis(chart([[80], [142]]), nothing)).toEqual({
    ticks: [80, 100, 120, 140, 160],
    startsAt: 80,
  });
});

test("values near zero stand on it", () => {
  expect(planValueAxis(chart([[34], [142]]), nothing)).toMatchObject({ startsAt: null });
});

test("values below zero keep it inside", () => {
  expect(planValueAxis(chart([[-2], [5]]), nothing)).toMatchObject({ startsAt: null });
});

test("a hidden series has no say", () => {
  const axis = planValueAxis(
    chart([
      [1, 500],
      [2, 600],
    ]),
    new Set(["s1"]),
  );
  expect(axis?.ticks.at(-1)).toBe(2);
});

test("bars stand on zero anyway, and without a value there is no axis", () => {
  expect(planValueAxis(chart([[80]], "bar"), nothing)).toBeNull();
  expect(planValueAxis(chart([[null]]), nothing)).toBeNull();
});
