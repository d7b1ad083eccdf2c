/** Arrivals of one document type in a step that begins at `at`. */
interface ArrivalCount {
  readonly at: Date;
  readonly type: string;
  readonly count: number;
}

/**
 * The points of a stacked chart: one per step without gaps, with a value per series. The smallest
 * types share the series `other`.
 */
export interface StackedArrivals {
  readonly series: readonly string[];
  readonly points: readonly Readonly<Record<string, number>>[];
}

const MAX_SERIES = 8;
export const OTHER = "other";

export interface Arrivals {
  readonly from: Date;
  readonly to: Date;
  readonly stepMinutes: number;
  readonly rows: readonly ArrivalCount[];
}

/** Describes the length of a step in words. */
export function perStep(minutes: number): string {
  if (minutes === 1) return "per minute";
  return minutes === 60 ? "per hour" : `per ${minutes} minutes`;
}

/**
 * Stacks counts per step. A step without arrivals is zero and no gap, since the pipeline was
 * running and nothing arrived.
 */
export function stackArrivals({ rows, from, to, stepMinutes }: Arrivals): StackedArrivals {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(row.type, (totals.get(row.type) ?? 0) + row.count);
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([type]) => type);
  const named = new Set(ranked.slice(0, ranked.length > MAX_SERIES ? MAX_SERIES - 1 : MAX_SERIES));
  // Sorted by size, two types of similar size would change places and colours with every refresh.
  const series = [...[...named].sort(), ...(ranked.length > named.size ? [OTHER] : [])];
  const byStep = Map.groupBy(rows, (row) => row.at.getTime());
  const stepMs = stepMinutes * 60_000;
  const first = Math.floor(from.getTime() / stepMs) * stepMs;
  const points: Record<string, number>[] = [];
  for (let at = first; at <= to.getTime(); at += stepMs) {
    const point: Record<string, number> = {
      at,
      ...Object.fromEntries(series.map((name) => [name, 0])),
    };
    for (const row of byStep.get(at) ?? []) {
      const name = named.has(row.type) ? row.type : OTHER;
      point[name] = (point[name] ?? 0) + row.count;
    }
    points.push(point);
  }
  return { series, points };
}
