import type { ChartPoint } from "./types.ts";

/** A step that is wider than the usual step by this factor is a gap. */
const GAP_FACTOR = 1.5;

/**
 * Puts an empty point into each gap of a regular time series, so that the line breaks there and
 * does not run through days without values.
 */
export function gapsBetween(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const step = usualStep(points);
  if (step === null) return points;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const hole = before !== undefined && Number(point.x) - Number(before.x) > step * GAP_FACTOR;
    return hole ? [{ x: Number(before.x) + step }, point] : [point];
  });
}

/** The median distance of two points; null for a series that is too short or irregular. */
function usualStep(points: readonly ChartPoint[]): number | null {
  const steps = points.slice(1).map((point, index) => Number(point.x) - Number(points[index]?.x));
  // With fewer than three distances no distance is the usual one.
  if (steps.length < 3) return null;
  const sorted = steps.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const regular = steps.filter(
    (step) => step <= median * GAP_FACTOR && step >= median / GAP_FACTOR,
  );
  // Seven of ten: a series with some missing days is still regular, events at any time are not.
  return median > 0 && regular.length >= steps.length * 0.7 ? median : null;
}
