import { describe, expect, it } from "vitest";
import { bucketEdges, encodeHistogram, type HistogramLayout } from "./histogram-layout.ts";

const list = (text: string): number[] => text.split(" ").map(Number);

describe("bucketEdges", () => {
  it.each<[string, HistogramLayout, number[]]>([
    [
      "exponential 1 to 1000",
      { kind: "exponential", low: 1, high: 1000, count: 20 },
      list("0 1 2 3 4 6 9 13 19 27 39 56 80 115 165 237 340 487 698 1000"),
    ],
    [
      "exponential from 50",
      { kind: "exponential", low: 50, high: 60_000, count: 20 },
      list(
        "0 50 74 110 163 242 359 532 789 1170 1735 2572 3813 5653 8380 12423 18417 27302 40474 60000",
      ),
    ],
    [
      "the layout of GC_MS",
      { kind: "exponential", low: 1, high: 10_000, count: 50 },
      list(
        "0 1 2 3 4 5 6 7 8 10 12 14 17 20 24 29 34 40 48 57 68 81 96 114 135 160 190 226 268 318 378 449 533 633 752 894 1062 1262 1500 1782 2117 2516 2990 3553 4222 5017 5961 7083 8416 10000",
      ),
    ],
    [
      "linear, rounded as Firefox rounds",
      { kind: "linear", low: 1, high: 10, count: 10 },
      list("0 1 2 3 4 6 7 8 9 10"),
    ],
    ["boolean", { kind: "boolean", low: 1, high: 2, count: 3 }, [0, 1, 2]],
  ])("of %s", (_name, layout, edges) => {
    expect(bucketEdges(layout)).toEqual(edges);
  });
});

describe("encodeHistogram", () => {
  const layout: HistogramLayout = { kind: "exponential", low: 1, high: 1000, count: 20 };
  const encode = (samples: number[]) => encodeHistogram(layout, bucketEdges(layout), samples);

  it("puts a sample into the last bucket whose edge is not above the sample, and adds empty neighbours", () => {
    expect(encode([5, 6, 8])).toEqual({
      bucket_count: 20,
      histogram_type: 0,
      range: [1, 1000],
      sum: 19,
      values: { 3: 0, 4: 1, 6: 2, 9: 0 },
    });
  });

  it("adds no neighbour below the first bucket and above the last bucket", () => {
    expect(encode([0, 5000]).values).toEqual({ 0: 1, 1: 0, 698: 0, 1000: 1 });
  });
});
