/**
 * Moves heights (pixels from the top) as little as possible so that neighbours have a distance of
 * `gap` and no height is below `bottom`.
 * The result has the order of the input.
 */
export function spreadHeights(heights: readonly number[], gap: number, bottom: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => at(heights, a) - at(heights, b));
  const placed: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    least = Math.max(at(heights, index), least + gap);
    placed[index] = least;
  }
  let most = bottom;
  for (const index of order.toReversed()) {
    most = Math.min(at(placed, index), most);
    placed[index] = most;
    most -= gap;
  }
  return placed;
}

const at = (heights: readonly number[], index: number): number => heights[index] ?? 0;
