import { exactTime, fullNumber } from "./numbers.ts";
import type { ChartPoint, DrawableChart } from "./types.ts";

const TYPE_NAMES = {
  line: "Line chart",
  bar: "Bar chart",
  area: "Area chart",
  scatter: "Scatter chart",
  pie: "Pie chart",
  counter: "Counter",
} as const;

/** Describes a chart for screen readers: kind, series, points and range. */
export function summarize(chart: DrawableChart): string {
  const points = chart.points.filter((point) => Object.keys(point).length > 1);
  const values = points.flatMap((point) =>
    chart.series.map((series) => point[series.key]).filter((one) => typeof one === "number"),
  );
  const size = `${TYPE_NAMES[chart.type]}, ${count(chart.series.length, "series")}, ${count(points.length, "point")}`;
  if (values.length === 0) return `${size}, no values.`;
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const names = chart.series.map((series) => series.name).join(", ");
  return `${size}. Values from ${fullNumber(low)} to ${fullNumber(high)}. Series: ${names}.`;
}

function count(value: number, noun: string): string {
  const plural = value === 1 || noun.endsWith("s") ? noun : `${noun}s`;
  return `${fullNumber(value)} ${plural}`;
}

/** The full text of a point's x. */
export function xInWords(chart: DrawableChart, point: Pick<ChartPoint, "x">): string {
  if (typeof point.x === "string") return point.x;
  return chart.xKind === "time" ? exactTime(point.x) : fullNumber(point.x);
}
