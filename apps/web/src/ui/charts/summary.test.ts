import { expect, test } from "vitest";
import { summarize, xInWords } from "./summary.ts";
import type { DrawableChart } from "./types.ts";

const chart: DrawableChart = {
  drawable: true,
  type: "line",
  xKind: "time",
  xName: "day",
  yName: "clients",
  series: [
    { key: "s0", name: "nightly", color: "red" },
    { key: "s1", name: "beta", color: "blue" },
  ],
  points: [{ x: 0, s0: 1200, s1: 3 }, { x: 86_400_000 }, { x: 2 * 86_400_000, s0: 4 }],
  notes: [],
};

test("a summary names kind, size, range and series, and counts no gaps", () => {
  expect(summarize(chart)).toBe(
    "Line chart, 2 series, 2 points. Values from 3 to 1,200. Series: nightly, beta.",
  );
});

test("a chart without values says so", () => {
  expect(summarize({ ...chart, type: "bar", points: [{ x: 0, s0: null }] })).toBe(
    "Bar chart, 2 series, 1 point, no values.",
  );
});

test("the text of x depends on its kind", () => {
  expect(xInWords(chart, { x: 0 })).toBe("Thu, 1 Jan 1970");
  expect(xInWords({ ...chart, xKind: "number" }, { x: 1234.5 })).toBe("1,234.5");
  expect(xInWords({ ...chart, xKind: "text" }, { x: "<b>" })).toBe("<b>");
});
