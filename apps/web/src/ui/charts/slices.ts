import { xInWords } from "./summary.ts";
import type { DrawableChart } from "./types.ts";

/** A pie tells nothing about more parts than this: the smallest go into one. */
const MAX_SLICES = 5;

export interface Slice {
  readonly name: string;
  readonly value: number;
}

/** Parts of a pie, largest first; each x is a part, or each series where there is one x only. */
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
          // A number may be a year or an hour: it stays as it is written.
          name: chart.xKind === "time" ? xInWords(chart, { x }) : String(x),
          value: Number(values[first?.key ?? ""] ?? 0),
        }));
  const sorted = parts.filter((part) => part.value > 0).toSorted((a, b) => b.value - a.value);
  if (sorted.length <= MAX_SLICES) return sorted;
  const rest = sorted.slice(MAX_SLICES - 1);
  const value = rest.reduce((sum, part) => sum + part.value, 0);
  return [...sorted.slice(0, MAX_SLICES - 1), { name: `${rest.length} others`, value }];
}
