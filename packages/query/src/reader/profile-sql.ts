import type { ResultColumn } from "@headwater/domain";
import { type StoredResult, sourceSql, storedName } from "./source.ts";

const BUCKETS = 20;
const TOP = 10;

/**
 * Statements of a column's profile. Only numbers have a `mean`; only numbers and times have a
 * `histogram`.
 */
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
  // Nested values have no useful order and no cheap comparison, so their text is used.
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
  /** Makes the SQL of a bound from its number. */
  readonly back: (number: string) => string;
  /** True for days and whole numbers, which have no values between two neighbours. */
  readonly whole: boolean;
}

const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;

function ranked({ kind, type }: ResultColumn, value: string): Ranked | null {
  if (kind === "number")
    return {
      number: `CAST(${value} AS DOUBLE)`,
      back: (number) => number,
      whole: WHOLE.test(type),
    };
  if (kind === "time" && type === "DATE")
    return {
      number: `CAST(epoch(CAST(${value} AS TIMESTAMP)) / 86400 AS DOUBLE)`,
      back: (number) => `CAST(${fromEpoch(`(${number}) * 86400`)} AS DATE)`,
      whole: true,
    };
  // A time of day or an interval has no epoch.
  if (kind !== "time" || !type.startsWith("TIMESTAMP")) return null;
  return { number: `epoch(CAST(${value} AS TIMESTAMP))`, back: fromEpoch, whole: false };
}

const fromEpoch = (seconds: string): string =>
  `make_timestamp(CAST(round((${seconds}) * 1e6) AS BIGINT))`;

/** Bounds of the buckets as SQL over `low` and `high`. */
interface Buckets {
  readonly width: string;
  readonly amount: string;
  readonly end: string;
}

/**
 * Buckets of equal width from the lowest value to the highest. A constant column has one bucket.
 */
const EVEN: Buckets = {
  width: `(high - low) / ${BUCKETS}`,
  amount: `CASE WHEN high > low THEN ${BUCKETS} ELSE 1 END`,
  end: "low + (i + 1) * width",
};
/**
 * Buckets with an equal number of days or whole numbers, both ends included. With fractional bounds
 * a value would belong to two buckets.
 */
const STEPS: Buckets = {
  width: `ceil((high - low + 1) / ${BUCKETS})`,
  amount: `CAST(ceil((high - low + 1) / ceil((high - low + 1) / ${BUCKETS})) AS BIGINT)`,
  end: "least(high, low + (i + 1) * width - 1)",
};

// The largest value belongs to the last bucket.
function histogramSql(source: string, { number, back, whole }: Ranked): string {
  const { width, amount, end } = whole ? STEPS : EVEN;
  return `WITH v AS (SELECT ${number} AS x FROM ${source}), f AS (SELECT x FROM v WHERE isfinite(x)),
    r AS (SELECT min(x) AS low, max(x) AS high FROM f),
    w AS (SELECT low, high, ${width} AS width, ${amount} AS buckets FROM r WHERE low IS NOT NULL),
    b AS (SELECT CASE WHEN width > 0 THEN least(buckets - 1, CAST(floor((x - low) / width) AS INTEGER)) ELSE 0 END AS bucket, count(*) AS amount FROM f, w GROUP BY 1)
    SELECT ${back("low + i * width")}, ${back(end)}, coalesce(amount, 0)
    FROM w, range(buckets) AS t(i) LEFT JOIN b ON b.bucket = i ORDER BY i`;
}
