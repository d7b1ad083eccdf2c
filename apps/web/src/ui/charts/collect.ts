import type { ResultColumn, ResultRow } from "@headwater/domain";
import type { ChartMapping } from "./mapping.ts";
import { numberOf, timeOf } from "./numbers.ts";
import type { ChartPoint, Series } from "./types.ts";
import { orderOfX, type Placed } from "./x-order.ts";

export interface Collected {
  /**
   * Each series with the key of its values in the points, and with its value of the series column.
   */
  readonly series: readonly (Pick<Series, "key" | "name"> & { readonly of: string })[];
  readonly points: readonly ChartPoint[];
  /** The number of values that were added to an earlier value of the same x and series. */
  readonly merged: number;
  /** The number of rows without an x. */
  readonly withoutX: number;
}

type XKind = "time" | "number" | "text";
type OpenPoint = Record<string, number | string | null>;

interface Table {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
}

/** Groups the values of the rows into points by x, and within each point by series. */
export function collect({ columns, rows }: Table, mapping: ChartMapping, kind: XKind): Collected {
  const at = (name: string | null) => columns.findIndex((column) => column.name === name);
  const seriesAt = at(mapping.series);
  const xAt = at(mapping.x);
  const measures = mapping.y.map((name) => ({ name, place: at(name) }));
  const scattered = mapping.type === "scatter";
  // Names of series may be any text, also `x`: so the points have generated keys.
  const keys = new Map<string, { readonly key: string; readonly of: string }>();
  const points = new Map<number | string, OpenPoint>();
  const placed: Placed[] = [];
  let merged = 0;
  let withoutX = 0;
  for (const [index, row] of rows.entries()) {
    const x = mapping.type === "counter" ? "" : xOf(row[xAt], kind);
    if (x === null) {
      withoutX++;
      continue;
    }
    const of = textOf(row[seriesAt]);
    placed.push({ x: String(x), series: of });
    // Two marks of a scatter chart may share their x; in all other charts a series has one value at
    // an x.
    const point = entry(points, scattered ? index : x, () => ({ x }));
    for (const { name, place } of measures) {
      const series = seriesName(row[seriesAt], name, mapping);
      const { key } = entry(keys, series, () => ({ key: `s${keys.size}`, of }));
      if (typeof point[key] === "number") merged++;
      point[key] = added(point[key], numberOf(row[place]));
    }
  }
  return {
    series: [...keys].map(([name, one]) => ({ name, ...one })),
    points: ordered([...points.values()] as ChartPoint[], kind, placed),
    merged,
    withoutX,
  };
}

/**
 * Sorts numbers and times by value; text keeps the order of the rows, which the statement's ORDER
 * BY chose.
 */
function ordered(points: readonly ChartPoint[], kind: XKind, placed: readonly Placed[]) {
  if (kind !== "text") return points.toSorted((a, b) => Number(a.x) - Number(b.x));
  const rank = new Map(orderOfX(placed).map((x, index) => [x, index]));
  return points.toSorted((a, b) => Number(rank.get(String(a.x))) - Number(rank.get(String(b.x))));
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function added(old: unknown, value: number | null): number | null {
  if (typeof old !== "number") return value;
  return value === null ? old : old + value;
}

function xOf(value: unknown, kind: XKind): number | string | null {
  if (kind === "time") return timeOf(value);
  return kind === "number" ? numberOf(value) : textOf(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function seriesName(value: unknown, measure: string, { y, series }: ChartMapping): string {
  if (series === null) return measure;
  return y.length > 1 ? `${textOf(value)} · ${measure}` : textOf(value);
}
