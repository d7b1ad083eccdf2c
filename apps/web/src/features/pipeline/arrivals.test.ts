import { expect, test } from "vitest";
import { stackArrivals } from "./arrivals.ts";

const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 10, n));

test("steps without arrivals are zero, and types are in the order of their names", () => {
  const rows = [
    { at: minute(0), type: "a", count: 1 },
    { at: minute(2), type: "b", count: 5 },
  ];
  const { series, points } = stackArrivals({
    rows,
    from: minute(0),
    to: minute(2),
    stepMinutes: 1,
  });
  expect(series).toEqual(["a", "b"]);
  expect(points.map((point) => [point["a"], point["b"]])).toEqual([
    [1, 0],
    [0, 0],
    [0, 5],
  ]);
});

test("beyond eight types the smallest share one series", () => {
  const rows = Array.from({ length: 10 }, (_, index) => ({
    at: minute(0),
    type: `t${index}`,
    count: 100 - index,
  }));
  const { series, points } = stackArrivals({
    rows,
    from: minute(0),
    to: minute(0),
    stepMinutes: 1,
  });
  expect(series).toHaveLength(8);
  expect(series.at(-1)).toBe("other");
  expect(points[0]?.["other"]).toBe(93 + 92 + 91);
});

test("a step of several minutes begins at a multiple of its length", () => {
  const rows = [{ at: minute(5), type: "a", count: 7 }];
  const { points } = stackArrivals({ rows, from: minute(3), to: minute(12), stepMinutes: 5 });
  expect(points.map((point) => [point["at"], point["a"]])).toEqual([
    [minute(0).getTime(), 0],
    [minute(5).getTime(), 7],
    [minute(10).getTime(), 0],
  ]);
});
