/** Arrivals of one minute by document type. */
export interface MinuteCount {
  readonly minute: Date;
  readonly type: string;
  readonly count: number;
}

/** Rows for a stacked chart: one per minute without gaps, a value per series; the smallest types share `other`. */
export interface StackedArrivals {
  readonly series: readonly string[];
  readonly points: readonly Readonly<Record<string, number>>[];
}

const MAX_SERIES = 8;
const MINUTE_MS = 60_000;
export const OTHER = "other";

/** Stacks counts per minute; minutes without arrivals are zero, since the pipeline was there and nothing came. */
export function stackArrivals(rows: readonly MinuteCount[], from: Date, to: Date): StackedArrivals {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(row.type, (totals.get(row.type) ?? 0) + row.count);
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([type]) => type);
  const named = new Set(ranked.slice(0, ranked.length > MAX_SERIES ? MAX_SERIES - 1 : MAX_SERIES));
  // By name: two types of like size would change places and colours with every refresh.
  const series = [...[...named].sort(), ...(ranked.length > named.size ? [OTHER] : [])];
  const byMinute = Map.groupBy(rows, (row) => row.minute.getTime());
  const first = Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS;
  const points: Record<string, number>[] = [];
  for (let at = first; at <= to.getTime(); at += MINUTE_MS) {
    const point: Record<string, number> = {
      at,
      ...Object.fromEntries(series.map((name) => [name, 0])),
    };
    for (const row of byMinute.get(at) ?? []) {
      const name = named.has(row.type) ? row.type : OTHER;
      point[name] = (point[name] ?? 0) + row.count;
    }
    points.push(point);
  }
  return { series, points };
}
