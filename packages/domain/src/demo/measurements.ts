import type { DemoClient } from "./clients.ts";
import {
  bucketEdges,
  type EncodedHistogram,
  encodeHistogram,
  type HistogramLayout,
} from "./histogram-layout.ts";
import { around, chance, eventCount, type Random } from "./random.ts";

/** A period of browsing for which measurements are made. */
export interface UsagePeriod {
  readonly client: DemoClient;
  readonly hours: number;
  /** How much slower garbage collection is by the planted regression; 1 without the regression. */
  readonly collectionFactor: number;
}

interface Probe {
  readonly layout: HistogramLayout;
  /** Samples an hour. */
  readonly rate: number;
  readonly sample: (random: Random, period: UsagePeriod) => number;
}

// The layouts are those of Firefox's own probes, so that a dashboard can read real pings in the
// same way.
const PROBES: Readonly<Record<string, Probe>> = {
  GC_MS: {
    layout: { kind: "exponential", low: 1, high: 10_000, count: 50 },
    rate: 22,
    sample: (random, { client, collectionFactor }) =>
      around(random, 34 * client.slowness * collectionFactor, 0.75),
  },
  GC_MAX_PAUSE_MS: {
    layout: { kind: "linear", low: 1, high: 1000, count: 50 },
    rate: 12,
    sample: (random, { client, collectionFactor }) =>
      around(random, 24 * client.slowness * collectionFactor, 0.6),
  },
  FX_PAGE_LOAD_MS_2: {
    layout: { kind: "exponential", low: 1, high: 10_000, count: 50 },
    rate: 26,
    sample: (random, { client }) => around(random, 1250 * client.slowness, 0.8),
  },
  FX_TAB_SWITCH_TOTAL_E10S_MS: {
    layout: { kind: "exponential", low: 1, high: 1000, count: 20 },
    rate: 18,
    sample: (random, { client }) => around(random, 42 * client.slowness, 0.6),
  },
  INPUT_EVENT_RESPONSE_MS: {
    layout: { kind: "exponential", low: 1, high: 10_000, count: 50 },
    rate: 40,
    sample: (random, { client }) => around(random, 6 * client.slowness, 1.1),
  },
  DNS_LOOKUP_TIME: {
    layout: { kind: "exponential", low: 1, high: 60_000, count: 50 },
    rate: 20,
    sample: (random) => around(random, 18, 1.2),
  },
  HTTP_TRANSACTION_IS_SSL: {
    layout: { kind: "boolean", low: 1, high: 2, count: 3 },
    rate: 30,
    sample: (random) => (chance(random, 0.96) ? 1 : 0),
  },
};

/** Search engines with the searches an hour. */
const ENGINES = [
  ["google", 1.6],
  ["ddg", 0.35],
  ["bing", 0.15],
] as const;
const RESPONSE: HistogramLayout = { kind: "exponential", low: 1, high: 10_000, count: 30 };

const EDGES = new Map(
  Object.entries(PROBES).map(([name, { layout }]) => [name, bucketEdges(layout)]),
);
const RESPONSE_EDGES = bucketEdges(RESPONSE);
// A plot needs no more samples of a long session, and pings stay small.
const MOST_SAMPLES = 60;

/** Histograms of the parent process over one period; a histogram without samples is left out. */
export function measureHistograms(
  random: Random,
  period: UsagePeriod,
): Record<string, EncodedHistogram> {
  const measured: Record<string, EncodedHistogram> = {};
  for (const [name, probe] of Object.entries(PROBES)) {
    const samples = draw(random, probe.rate * period.hours, () => probe.sample(random, period));
    const edges = EDGES.get(name) ?? [];
    if (samples.length > 0) measured[name] = encodeHistogram(probe.layout, edges, samples);
  }
  return measured;
}

/** Keyed histograms of the parent process: response time of search suggestions by engine. */
export function measureKeyed(
  random: Random,
  { client, hours }: UsagePeriod,
): Record<string, Record<string, EncodedHistogram>> {
  const byEngine: Record<string, EncodedHistogram> = {};
  for (const [engine, rate] of ENGINES) {
    const samples = draw(random, rate * hours, () => around(random, 160 * client.slowness, 0.5));
    if (samples.length > 0) byEngine[engine] = encodeHistogram(RESPONSE, RESPONSE_EDGES, samples);
  }
  return { SEARCH_SUGGESTIONS_LATENCY_MS: byEngine };
}

/** The number of searches by engine, as a keyed scalar. */
export function countSearches(random: Random, hours: number): Record<string, number> {
  const counts = ENGINES.map(
    ([engine, rate]) => [engine, eventCount(random, rate * hours)] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function draw(random: Random, mean: number, sample: () => number): number[] {
  const count = Math.min(MOST_SAMPLES, eventCount(random, Math.min(mean, MOST_SAMPLES)));
  return Array.from({ length: count }, () => Math.round(sample()));
}
