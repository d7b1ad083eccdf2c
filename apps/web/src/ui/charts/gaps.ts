import type { ChartPoint } from "./types.ts";

/** A step this much wider than the usual one is a gap, not a slow day. */
const GAP_FACTOR = 1.5;

/** Puts an empty point into each hole of a regular time series, so that its line breaks there instead of running through days without values. */
export function gapsBetween(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const step = usualStep(points);
  if (step === null) return points;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const hole = before !== undefined && Number(point.x) - Number(before.x) > step * GAP_FACTOR;
    return hole ? [{ x: Number(before.x) + step }, point] : [point];
  });
}

/** The median distance; null for series too short to have a rhythm or without one. */
function usualStep(points: readonly ChartPoint[]): number | null {
  const steps = points.slice(1).map((point, index) => Number(point.x) - Number(points[index]?.x));
  // Of two distances neither is the usual one.
  if (steps.length < 3) return null;
  const sorted = steps.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const regular = steps.filter(
    (step) => step <= median * GAP_FACTOR && step >= median / GAP_FACTOR,
  );
  // Seven of ten: some missing days leave a rhythm, events at any time have none.
  return median > 0 && regular.length >= steps.length * 0.7 ? median : null;
}
