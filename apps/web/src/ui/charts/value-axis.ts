import { numberTicks } from "./ticks.ts";
import type { DrawableChart } from "./types.ts";

const WANTED = 5;

/** The vertical axis: round numbers over all values. */
interface ValueAxis {
  readonly ticks: readonly number[];
  /** Where it begins if that is above zero: a reader must be told. */
  readonly startsAt: number | null;
}

/** Bars of more series than this stand on each other instead of beside each other. */
const BESIDE = 4;

/** True where the series of a chart stand on each other. */
export function isStacked(type: DrawableChart["type"], seriesCount: number): boolean {
  return type === "area" || (type === "bar" && seriesCount > BESIDE);
}

/** Plans the value axis; null where there is none or no value. Bars and areas stand on zero, or their sizes would lie. */
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
  // A line that comes near zero anyway loses nothing by standing on it.
  const onZero = type === "bar" || type === "area" || (low > 0 && low < high / 3);
  const [from, to] = onZero ? [Math.min(0, low), Math.max(0, high)] : [low, high];
  const ticks = numberTicks(from, to, WANTED, values.every(Number.isInteger));
  const first = ticks[0] ?? 0;
  return { ticks, startsAt: first > 0 ? first : null };
}

/** Where each part of a stack ends. */
function runningSums(parts: readonly number[]): number[] {
  let sum = 0;
  return parts.map((part) => {
    sum += part;
    return sum;
  });
}
