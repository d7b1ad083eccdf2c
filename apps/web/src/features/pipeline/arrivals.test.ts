import { expect, test } from "vitest";
import { stackArrivals } from "./arrivals.ts";

const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 10, n));

test("minutes without arrivals are zero and types keep their places", () => {
  const rows = [
    { minute: minute(0), type: "a", count: 1 },
    { minute: minute(2), type: "b", count: 5 },
  ];
  const { series, points } = stackArrivals(rows, minute(0), minute(2));
  expect(series).toEqual(["a", "b"]);
  expect(points.map((point) => [point["a"], point["b"]])).toEqual([
    [1, 0],
    [0, 0],
    [0, 5],
  ]);
});

test("beyond eight types the smallest share one series", () => {
  const rows = Array.from({ length: 10 }, (_, index) => ({
    minute: minute(0),
    type: `t${index}`,
    count: 100 - index,
  }));
  const { series, points } = stackArrivals(rows, minute(0), minute(0));
  expect(series).toHaveLength(8);
  expect(series.at(-1)).toBe("other");
  expect(points[0]?.["other"]).toBe(93 + 92 + 91);
});
