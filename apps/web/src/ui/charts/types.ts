import type { ChartMapping } from "./mapping.ts";

/** One line, bar colour or slice. Its values stand in the points under `key`, never under its name: names come from the data and may hold dots or `__proto__`. */
export interface Series {
  readonly key: string;
  readonly name: string;
  /** A CSS colour; grey for all beyond the eighth. */
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

/** A chart that can't be drawn says why and what to change. */
export interface Undrawable {
  readonly drawable: false;
  readonly reason: string;
}
