import type { ResultColumn } from "@headwater/domain";
import { type StoredResult, sourceSql, storedName } from "./source.ts";

const BUCKETS = 20;
const TOP = 10;

/** Statements of a column's profile. `mean` and `histogram` only where the column is a number or a time. */
export interface ProfileSql {
  /** rows, nulls, distinct, min, max, mean */
  readonly figures: string;
  /** value, count */
  readonly top: string;
  /** from, to, count */
  readonly histogram: string | null;
}

/** Builds the statements of a profile over all rows of a result. */
export function profileSql(stored: StoredResult, column: ResultColumn): ProfileSql {
  const source = sourceSql(stored);
  const name = storedName(stored.columns, column.name);
  // Nested values have no order of interest and no cheap equality: their text has.
  const value = column.kind === "nested" ? `CAST(${name} AS VARCHAR)` : name;
  const mean = column.kind === "number" ? `avg(CAST(${value} AS DOUBLE))` : "NULL";
  const rank = ranked(column, value);
  return {
    figures: `SELECT count(*), count(*) - count(${value}), count(DISTINCT ${value}), min(${value}), max(${value}), ${mean} FROM ${source}`,
    top: `SELECT ${value}, count(*) FROM ${source} WHERE ${value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${TOP}`,
    histogram: rank === null ? null : histogramSql(source, rank),
  };
}

interface Ranked {
  readonly number: string;
  /** SQL of a bound, from its number. */
  readonly back: (number: string) => string;
}

function ranked({ kind, type }: ResultColumn, value: string): Ranked | null {
  if (kind === "number") return { number: `CAST(${value} AS DOUBLE)`, back: (number) => number };
  // A time of day or an interval has no epoch.
  if (kind !== "time" || !/^(DATE|TIMESTAMP)/.test(type)) return null;
  return {
    number: `epoch(CAST(${value} AS TIMESTAMP))`,
    back: (number) => `make_timestamp(CAST(round((${number}) * 1e6) AS BIGINT))`,
  };
}

// Equal widths from min to max; the largest value belongs to the last bucket. A constant column has one bucket.
function histogramSql(source: string, { number, back }: Ranked): string {
  return `WITH v AS (SELECT ${number} AS x FROM ${source}), f AS (SELECT x FROM v WHERE isfinite(x)),
    r AS (SELECT min(x) AS low, max(x) AS high FROM f),
    b AS (SELECT CASE WHEN high > low THEN least(${BUCKETS - 1}, CAST(floor((x - low) / (high - low) * ${BUCKETS}) AS INTEGER)) ELSE 0 END AS bucket, count(*) AS amount FROM f, r GROUP BY 1),
    w AS (SELECT low, CASE WHEN high > low THEN (high - low) / ${BUCKETS} ELSE 0 END AS width, CASE WHEN high > low THEN ${BUCKETS} ELSE 1 END AS buckets FROM r WHERE low IS NOT NULL)
    SELECT ${back("low + i * width")}, ${back("low + (i + 1) * width")}, coalesce(amount, 0)
    FROM w, range(buckets) AS t(i) LEFT JOIN b ON b.bucket = i ORDER BY i`;
}
