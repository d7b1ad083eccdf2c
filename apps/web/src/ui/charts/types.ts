import type { ChartMapping } from "./mapping.ts";

/**
 * One line, bar colour or slice. The points hold its values under `key` and not under its name,
 * because names come from the data and may contain dots or `__proto__`.
 */
export interface Series {
  readonly key: string;
  readonly name: string;
  /** A CSS colour; grey for all series beyond the eighth. */
  readonly color: string;
}

/** All values at one x; a missing key is a gap. */
export interface ChartPoint {
  readonly x: number | string;
  readonly [key: string]: number | string | null;
}

export interface DrawableChart {
  readonly drawable: true;
  readonly type: ChartMapping["type"];
  readonly xKind: "time" | "number" | "text";
  readonly xName: string;
  readonly yName: string;
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly notes: readonly string[];
}

/** A chart that cannot be drawn, with the reason and what to change. */
export interface Undrawable {
  readonly drawable: false;
  readonly reason: string;
}
