import { numberTicks } from "./ticks.ts";
import type { DrawableChart } from "./types.ts";

const WANTED = 5;

/** The vertical axis of lines and marks, which need not begin at zero. */
interface ValueAxis {
  readonly ticks: readonly number[];
  /** Where it begins if that is above zero: a reader must be told. */
  readonly startsAt: number | null;
}

/** Plans the value axis; null for charts whose bars or areas stand on zero, and where there is no value. */
export function planValueAxis(
  { type, series, points }: Pick<DrawableChart, "type" | "series" | "points">,
  hidden: ReadonlySet<string>,
): ValueAxis | null {
  if (type !== "line" && type !== "scatter") return null;
  const shown = series.filter(({ key }) => !hidden.has(key));
  const values = points.flatMap((point) =>
    shown.map(({ key }) => point[key]).filter((value) => typeof value === "number"),
  );
  if (values.length === 0) return null;
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  // A line that comes near zero anyway loses nothing by standing on it.
  const from = low > 0 && low < high / 3 ? 0 : low;
  const ticks = numberTicks(from, high, WANTED, values.every(Number.isInteger));
  const first = ticks[0] ?? 0;
  return { ticks, startsAt: first > 0 ? first : null };
}
