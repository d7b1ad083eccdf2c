import { expect, test } from "vitest";
import { slicesOf } from "./slices.ts";
import type { DrawableChart } from "./types.ts";

const pie = (points: DrawableChart["points"], names = ["n"]): DrawableChart => ({
  drawable: true,
  type: "pie",
  xKind: "text",
  xName: "x",
  yName: "n",
  series: names.map((name, index) => ({ key: `s${index}`, name, color: "red" })),
  points,
  notes: [],
});

test("parts are sorted from the largest, and empty parts are left out", () => {
  const slices = slicesOf(
    pie([
      { x: "a", s0: 1 },
      { x: "b", s0: 5 },
      { x: "c", s0: 0 },
      { x: "d", s0: -2 },
    ]),
  );
  expect(slices).toEqual([
    { name: "b", value: 5 },
    { name: "a", value: 1 },
  ]);
});

test("the smallest of many parts are combined into one", () => {
  const slices = slicesOf(pie([1, 2, 3, 4, 5, 6, 7].map((n) => ({ x: `p${n}`, s0: n }))));
  expect(slices).toHaveLength(5);
  expect(slices.at(-1)).toEqual({ name: "3 others", value: 6 });
});

test("one row with several measures has a part for each measure", () => {
  const slices = slicesOf(pie([{ x: "all", s0: 2, s1: 3 }], ["in", "out"]));
  expect(slices).toEqual([
    { name: "out", value: 3 },
    { name: "in", value: 2 },
  ]);
});

test("a part whose x is a time is named by the time", () => {
  const chart = { ...pie([{ x: Date.UTC(2026, 10, 3), s0: 1 }]), xKind: "time" } as const;
  expect(slicesOf(chart)[0]?.name).toBe("Tue, 3 Nov 2026");
});
