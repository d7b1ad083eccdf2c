import type { ResultColumn, ResultRow } from "@headwater/domain";
import { expect, test } from "vitest";
import type { ChartMapping } from "./mapping.ts";
import { colored, prepareChart } from "./prepare.ts";
import type { DrawableChart } from "./types.ts";

const columns: ResultColumn[] = [
  { name: "day", type: "DATE", kind: "time" },
  { name: "channel", type: "VARCHAR", kind: "text" },
  { name: "clients", type: "BIGINT", kind: "number" },
  { name: "hours", type: "DOUBLE", kind: "number" },
];
const mapping: ChartMapping = {
  type: "line",
  x: "day",
  y: ["clients"],
  series: null,
  aggregate: "none",
};

function draw(rows: ResultRow[], change: Partial<ChartMapping> = {}, reducedFrom = rows.length) {
  return prepareChart({ columns, rows, reducedFrom }, { ...mapping, ...change });
}
function drawn(...args: Parameters<typeof draw>): DrawableChart {
  const chart = draw(...args);
  if (!chart.drawable) throw new Error(chart.reason);
  return chart;
}
const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}`;
const at = (n: number) => Date.UTC(2026, 10, n);

test("the points of a time axis are sorted, in any order of the rows", () => {
  const { points, xKind } = drawn([
    [day(3), "a", 3, 0],
    [day(1), "a", 1, 0],
    [day(2), "a", 2, 0],
  ]);
  expect(xKind).toBe("time");
  expect(points.map((point) => point.x)).toEqual([at(1), at(2), at(3)]);
});

test("text keeps the order of the rows, and NULL has a point of its own", () => {
  const { points } = drawn(
    [
      [day(1), "b", 1, 0],
      [day(1), null, 2, 0],
      [day(1), "a", 3, 0],
    ],
    { type: "bar", x: "channel" },
  );
  expect(points.map((point) => point.x)).toEqual(["b", "NULL", "a"]);
});

test("a series column makes a line for each of its values, and a missing value stays a gap", () => {
  const { series, points } = drawn(
    [
      [day(1), "a", 1, 0],
      [day(1), "b", 5, 0],
      [day(2), "a", 2, 0],
    ],
    { series: "channel" },
  );
  expect(series.map((one) => one.name)).toEqual(["a", "b"]);
  expect(points).toEqual([
    { x: at(1), s0: 1, s1: 5 },
    { x: at(2), s0: 2 },
  ]);
});

test("several measures with a series are named by both", () => {
  const { series } = drawn([[day(1), "a", 1, 2]], { series: "channel", y: ["clients", "hours"] });
  expect(series.map((one) => one.name)).toEqual(["a · clients", "a · hours"]);
  const reversed = drawn([[day(1), "a", 1, 2]], { series: "channel", y: ["hours", "clients"] });
  expect(reversed.series.map((one) => one.name)).toEqual(["a · hours", "a · clients"]);
});

test("NULL is a gap, and wide integers are read from their text", () => {
  const { points } = drawn([
    [day(1), "a", null, 0],
    [day(2), "a", "12345678901234567890", 0],
  ]);
  expect(points[0]?.["s0"]).toBeNull();
  expect(points[1]?.["s0"]).toBe(Number("12345678901234567890"));
});

test("a missing day breaks the line", () => {
  const days = [1, 2, 3, 4, 8, 9];
  const { points } = drawn(days.map((n) => [day(n), "a", n, 0]));
  expect(points.map((point) => point.x)).toEqual([1, 2, 3, 4, 5, 8, 9].map(at));
  expect(points[4]).toEqual({ x: at(5) });
});

test("values at the same x are added up, and a note says so", () => {
  const { points, notes } = drawn([
    [day(1), "a", 1, 0],
    [day(1), "b", 2, 0],
  ]);
  expect(points[0]?.["s0"]).toBe(3);
  expect(notes).toContain("1 value at the same x added up");
});

test("notes name a reduction and rows that were left out", () => {
  const { notes } = drawn(
    [
      [day(1), "a", 1, 0],
      [null, "a", 1, 0],
    ],
    {},
    1_204_112,
  );
  expect(notes).toEqual(["reduced from 1,204,112 points", "1 row without an x left out"]);
});

test("of more than eight series the largest are coloured and the others are grey", () => {
  const rows = Array.from({ length: 10 }, (_, n) => [day(1), `c${n}`, n + 1, 0]);
  const { series, points, notes } = drawn(rows, { series: "channel" });
  expect(series.map(({ name }) => name)).toEqual(
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `c${n}`),
  );
  expect(points[0]?.[series[0]?.key ?? ""]).toBe(10);
  expect(series[7]?.color).toBe("var(--series-8)");
  expect(series[8]?.color).toBe("var(--series-10)");
  expect(notes[0]).toContain("8 largest");
});

test("few series are sorted by name, in any order of the rows", () => {
  const { series } = drawn(
    [
      [day(1), "v10", 1, 0],
      [day(1), "v9", 9, 0],
    ],
    { series: "channel" },
  );
  expect(series.map(({ name }) => name)).toEqual(["v9", "v10"]);
});

test.each(["scatter", "line", "bar", "area"] as const)(
  "a %s chart of text and series has each category once, in the order of the rows",
  (type) => {
    const rows = [
      ["d1", "nightly", 1, 0],
      ["d1", "beta", 2, 0],
      ["d0", "release", 3, 0],
      ["d0", "beta", 4, 0],
      ["d2", "nightly", 5, 0],
    ];
    const text = columns.map((one) =>
      one.name === "day" ? { ...one, kind: "text" as const } : one,
    );
    const chart = prepareChart(
      { columns: text, rows, reducedFrom: rows.length },
      { ...mapping, type, series: "channel" },
    );
    if (!chart.drawable) throw new Error(chart.reason);
    const categories = chart.points.map((point) => point.x);
    expect([...new Set(categories)]).toEqual(["d1", "d0", "d2"]);
    if (type !== "scatter") expect(categories).toHaveLength(3);
  },
);

test("channels have the same colour on every chart, and other names get the remaining colours", () => {
  const colors = (...names: string[]) =>
    Object.fromEntries(colored(names).map(({ name, color }) => [name, color]));
  expect(colors("beta", "nightly", "release")).toEqual({
    nightly: "var(--series-1)",
    beta: "var(--series-2)",
    release: "var(--series-3)",
  });
  expect(colors("aurora", "release", "Other")).toEqual({
    aurora: "var(--series-1)",
    release: "var(--series-3)",
    Other: "var(--series-2)",
  });
});

test("a part of a pie is the sum over all series", () => {
  const rows = [
    [day(1), "a", 1, 0],
    [day(1), "b", 2, 0],
    [day(2), "a", 3, 0],
  ];
  const { series, points } = drawn(rows, { type: "pie", series: "channel" });
  expect(series.map(({ name }) => name)).toEqual(["clients"]);
  expect(points.map((point) => point["s0"])).toEqual([3, 3]);
});

test("names from the data are not used as keys of points", () => {
  const { series, points } = drawn(
    [
      [day(1), "__proto__", 1, 0],
      [day(1), "a.b", 2, 0],
    ],
    { series: "channel" },
  );
  expect(series.map((one) => one.key)).toEqual(["s0", "s1"]);
  expect(points[0]).toEqual({ x: at(1), s0: 1, s1: 2 });
});

test.each<[string, ResultRow[], Partial<ChartMapping>, string]>([
  ["no rows", [], {}, "no rows"],
  [
    "text for y",
    [[day(1), "a", 1, 0]],
    { y: ["channel"] },
    "`channel` has text values: choose a numeric column or count rows.",
  ],
  ["no y", [[day(1), "a", 1, 0]], { y: [] }, "No column is chosen for y"],
  ["no x", [[day(1), "a", 1, 0]], { x: null }, "No column is chosen for x"],
  ["a column that the result lacks", [[day(1), "a", 1, 0]], { x: "week" }, "no column `week`"],
])("a chart with %s is not drawn, and the reason is given", (_name, rows, change, reason) => {
  const chart = draw(rows, change);
  expect(chart.drawable).toBe(false);
  expect(!chart.drawable && chart.reason).toContain(reason);
});

test("of very many series the largest are drawn, and a note says so", () => {
  const { series, notes } = drawn(
    Array.from({ length: 41 }, (_, n) => [day(1), `c${n}`, n, 0]),
    { series: "channel" },
  );
  expect(series).toHaveLength(40);
  expect(series[0]?.name).toBe("c40");
  expect(series.map((one) => one.name)).not.toContain("c0");
  expect(notes).toContain("only the 40 largest series are drawn");
});

test("counting rows needs no numeric column", () => {
  const counted = prepareChart(
    {
      columns: [
        { name: "channel", type: "VARCHAR", kind: "text" },
        { name: "count", type: "BIGINT", kind: "number" },
      ],
      rows: [["a", 3]],
      reducedFrom: 3,
    },
    { type: "bar", x: "channel", y: ["count"], series: null, aggregate: "count" },
  );
  expect(counted.drawable && counted.yName).toBe("rows");
});
