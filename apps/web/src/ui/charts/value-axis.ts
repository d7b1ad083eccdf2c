import { numberTicks } from "./ticks.ts";
import type { DrawableChart } from "./types.ts";

const WANTED = 5;

/** The vertical axis: round numbers over all values. */
interface ValueAxis {
  readonly ticks: readonly number[];
  /** The start of the axis if it is above zero, which the chart must say; else null. */
  readonly startsAt: number | null;
}

/** Bars of more series than this are stacked. */
const MOST_BESIDE = 4;

/** True where the series of a chart are stacked. */
export function isStacked(type: DrawableChart["type"], seriesCount: number): boolean {
  return type === "area" || (type === "bar" && seriesCount > MOST_BESIDE);
}

/**
 * Plans the value axis; null for a chart without axis or without values. Bars and areas begin at
 * zero, because otherwise their sizes would mislead.
 */
export function planValueAxis(
  { type, series, points }: Pick<DrawableChart, "type" | "series" | "points">,
  hidden: ReadonlySet<string>,
): ValueAxis | null {
  if (type === "pie" || type === "counter") return null;
  const shown = series.filter(({ key }) => !hidden.has(key));
  const stacked = isStacked(type, shown.length);
  const values = points.flatMap((point) => {
    const own = shown.map(({ key }) => point[key]).filter((value) => typeof value === "number");
    return stacked ? runningSums(own) : own;
  });
  if (values.length === 0) return null;
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  // A line that comes near zero loses little room if its axis begins at zero.
  const onZero = type === "bar" || type === "area" || (low > 0 && low < high / 3);
  const [from, to] = onZero ? [Math.min(0, low), Math.max(0, high)] : [low, high];
  const ticks = numberTicks(from, to, WANTED, values.every(Number.isInteger));
  const first = ticks[0] ?? 0;
  return { ticks, startsAt: first > 0 ? first : null };
}

/** The end of each part of a stack. */
function runningSums(parts: readonly number[]): number[] {
  let sum = 0;
  return parts.map((part) => {
    sum += part;
    return sum;
  });
}
