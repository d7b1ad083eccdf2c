/** A chart as the portal draws it: `options` name result columns. */
export interface DemoChart {
  readonly name: string;
  readonly type: "line" | "bar";
  readonly options: {
    readonly x: string;
    readonly y: readonly string[];
    readonly series: string | null;
    readonly aggregate: "none" | "sum";
  };
}

/** A saved query that comes with the demo. */
export interface DemoQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly chart: DemoChart;
}

const ACTIVE_CLIENTS = `-- One row per day and channel; a client counts once a day.
SELECT
  CAST(submission_date AS DATE) AS day,
  normalized_channel AS channel,
  count(DISTINCT client_id) AS clients
FROM telemetry.main_v4
GROUP BY ALL
ORDER BY day, channel`;

const CRASH_RATE = `-- Crashes against hours of use, by the build that people ran.
WITH usage AS (
  SELECT app_build_id, sum(duration_s) / 3600.0 AS hours
  FROM demo_fleet.session_v1
  WHERE channel = 'nightly'
  GROUP BY app_build_id
),
crashes AS (
  SELECT app_build_id, count(*) AS crashes
  FROM demo_fleet.crash_v1
  WHERE channel = 'nightly'
  GROUP BY app_build_id
)
SELECT
  app_build_id AS build,
  round(hours, 1) AS usage_hours,
  coalesce(crashes, 0) AS crashes,
  round(1000 * coalesce(crashes, 0) / hours, 1) AS crashes_per_1000_hours
FROM usage
LEFT JOIN crashes USING (app_build_id)
WHERE hours >= 20
ORDER BY build`;

const COLLECTION_TIME = `-- Adds up the histograms of all pings of a build, then walks their buckets to the percentile.
WITH entries AS (
  SELECT
    application.build_id AS build,
    unnest(map_entries(payload.histograms['GC_MS']."values")) AS entry
  FROM telemetry.main_v4
  WHERE normalized_channel = 'nightly'
),
buckets AS (
  SELECT build, CAST(entry.key AS INTEGER) AS bucket, sum(entry.value) AS samples
  FROM entries
  GROUP BY ALL
),
running AS (
  SELECT
    *,
    sum(samples) OVER (PARTITION BY build ORDER BY bucket) AS below,
    sum(samples) OVER (PARTITION BY build) AS total
  FROM buckets
)
SELECT
  build,
  min(bucket) FILTER (below >= 0.5 * total) AS median_ms,
  min(bucket) FILTER (below >= 0.95 * total) AS p95_ms,
  CAST(max(total) AS BIGINT) AS samples
FROM running
GROUP BY build
HAVING max(total) >= 500
ORDER BY build`;

const COUNTRIES = `SELECT country, count(DISTINCT client_id) AS clients, count(*) AS sessions
FROM demo_fleet.session_v1
GROUP BY country
ORDER BY clients DESC`;

/** The four saved queries of the demo, in DuckDB's dialect. */
export const DEMO_QUERIES: readonly DemoQuery[] = [
  {
    name: "Active clients by channel",
    description: "How many clients of the demo fleet sent a main ping on each day.",
    sql: ACTIVE_CLIENTS,
    chart: {
      name: "Active clients a day",
      type: "line",
      options: { x: "day", y: ["clients"], series: "channel", aggregate: "none" },
    },
  },
  {
    name: "Crashes per 1,000 hours by nightly build",
    description: "Two bad builds stand out: look for the day on which crashes jump and fall again.",
    sql: CRASH_RATE,
    chart: {
      name: "Crash rate by build",
      type: "bar",
      options: { x: "build", y: ["crashes_per_1000_hours"], series: null, aggregate: "none" },
    },
  },
  {
    name: "Garbage collection time by nightly build",
    description:
      "Median and 95th percentile of GC_MS. Collection became slower with one build and stayed slow.",
    sql: COLLECTION_TIME,
    chart: {
      name: "GC_MS by build",
      type: "line",
      options: { x: "build", y: ["median_ms", "p95_ms"], series: null, aggregate: "none" },
    },
  },
  {
    name: "Clients by country",
    description: "Where the clients of the demo fleet live.",
    sql: COUNTRIES,
    chart: {
      name: "Clients by country",
      type: "bar",
      options: { x: "country", y: ["clients"], series: null, aggregate: "none" },
    },
  },
];
