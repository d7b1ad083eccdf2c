import { xInWords } from "./summary.ts";
import type { DrawableChart } from "./types.ts";

/** The most parts of a pie: of more parts the smallest are combined into one. */
const MAX_SLICES = 5;

export interface Slice {
  readonly name: string;
  readonly value: number;
}

/**
 * The parts of a pie, largest first. Each x is a part; if there is only one x, each series is a
 * part.
 */
export function slicesOf(chart: DrawableChart): readonly Slice[] {
  const [first] = chart.series;
  const [point] = chart.points;
  const parts =
    chart.points.length === 1 && chart.series.length > 1
      ? chart.series.map((series) => ({
          name: series.name,
          value: Number(point?.[series.key] ?? 0),
        }))
      : chart.points.map(({ x, ...values }) => ({
          // A number may be a year or an hour, so it is not formatted.
          name: chart.xKind === "time" ? xInWords(chart, { x }) : String(x),
          value: Number(values[first?.key ?? ""] ?? 0),
        }));
  const sorted = parts.filter((part) => part.value > 0).toSorted((a, b) => b.value - a.value);
  if (sorted.length <= MAX_SLICES) return sorted;
  const rest = sorted.slice(MAX_SLICES - 1);
  const value = rest.reduce((sum, part) => sum + part.value, 0);
  return [...sorted.slice(0, MAX_SLICES - 1), { name: `${rest.length} others`, value }];
}
