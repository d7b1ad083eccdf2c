import type { StageDetail } from "@headwater/domain/stages";

interface LoaderFigures {
  /** Number of waiting records by topic; null if the topic could not be read. */
  readonly lag: Readonly<Record<string, number | null>>;
  readonly rate: number;
  readonly lastCommit: { readonly id: number; readonly at: string } | null;
  readonly freshnessP95Ms: number | null;
}

/** The details of the loader's status: its rate, its lag, its freshness and its last commit. */
export function loaderDetails(figures: LoaderFigures): StageDetail[] {
  const { lag, rate, lastCommit, freshnessP95Ms } = figures;
  return [
    {
      label: "Taking in",
      value: rate,
      unit: "per_second",
      noun: "pings",
      short: "{} pings/s",
      importance: "main",
    },
    waiting(Object.values(lag)),
    ...Object.entries(lag).map(([topic, records]) => waitingIn(topic, records)),
    {
      label: "95% queryable within",
      value: freshnessP95Ms,
      unit: "ms",
      short: "95% within {}",
      importance: "main",
    },
    {
      label: "Last commit",
      value: lastCommit?.at ?? null,
      unit: "time",
      absent: "none yet",
    },
    {
      label: "Commit number",
      value: lastCommit === null ? null : String(lastCommit.id),
      unit: "text",
      short: "commit {}",
    },
  ];
}

/** The waiting records of all topics; the sum is unknown if one topic could not be read. */
function waiting(counts: readonly (number | null)[]): StageDetail {
  const sum = counts.reduce<number | null>(
    (total, count) => (total === null || count === null ? null : total + count),
    0,
  );
  const known = sum === 0 ? "no lag" : "{} behind";
  return {
    label: "Waiting",
    value: sum,
    unit: "count",
    noun: "pings",
    absent: "unknown",
    short: sum === null ? "lag unknown" : known,
    importance: "main",
  };
}

function waitingIn(topic: string, records: number | null): StageDetail {
  return {
    label: `Waiting in ${topic}`,
    value: records,
    unit: "count",
    noun: "pings",
    absent: "unknown",
  };
}
