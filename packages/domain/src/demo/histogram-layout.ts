/** Ways in which Firefox lays out a histogram; the number is `histogram_type` in a ping. */
const HISTOGRAM_TYPES = {
  exponential: 0,
  linear: 1,
  boolean: 2,
  categorical: 5,
} as const;

/**
 * The buckets of a histogram: `count` buckets from `low` to `high`; `count` includes the bucket
 * that begins at 0.
 */
export interface HistogramLayout {
  readonly kind: keyof typeof HISTOGRAM_TYPES;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * A histogram in the form of a main ping: the buckets with samples, and an empty bucket on each
 * side of them.
 */
export interface EncodedHistogram {
  readonly bucket_count: number;
  readonly histogram_type: number;
  readonly range: readonly [number, number];
  readonly sum: number;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Lower edges of the buckets, by the rules of Firefox's histogram definitions
 * (`parse_histograms.py`).
 */
export function bucketEdges({ kind, low, high, count }: HistogramLayout): number[] {
  const first = Math.max(low, 1);
  if (kind !== "exponential")
    return Array.from({ length: count }, (_, index) =>
      index === 0
        ? 0
        : Math.floor((first * (count - 1 - index) + high * (index - 1)) / (count - 2) + 0.5),
    );
  const edges = [0, first];
  while (edges.length < count) {
    const current = edges.at(-1) ?? first;
    const step = (Math.log(high) - Math.log(current)) / (count - edges.length);
    edges.push(Math.max(current + 1, Math.floor(Math.exp(Math.log(current) + step) + 0.5)));
  }
  return edges;
}

/**
 * Counts samples into buckets and encodes the counts. The bucket of a sample is the last one whose
 * edge is not above the sample.
 */
export function encodeHistogram(
  layout: HistogramLayout,
  edges: readonly number[],
  samples: readonly number[],
): EncodedHistogram {
  const counts = new Map<number, number>();
  let sum = 0;
  for (const sample of samples) {
    const index = bucketIndex(edges, sample);
    counts.set(index, (counts.get(index) ?? 0) + 1);
    sum += sample;
  }
  const filled = [...counts.keys()];
  for (const index of filled)
    for (const guard of [index - 1, index + 1])
      if (guard >= 0 && guard < edges.length && !counts.has(guard)) counts.set(guard, 0);
  const ordered = [...counts].sort(([one], [other]) => one - other);
  return {
    bucket_count: layout.count,
    histogram_type: HISTOGRAM_TYPES[layout.kind],
    range: [Math.max(layout.low, 1), layout.high],
    sum,
    values: Object.fromEntries(ordered.map(([index, n]) => [String(edges[index] ?? 0), n])),
  };
}

function bucketIndex(edges: readonly number[], sample: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] ?? 0) <= sample) low = middle;
    else high = middle - 1;
  }
  return low;
}
