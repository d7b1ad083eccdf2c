import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

const TYPE = "CASE WHEN namespace = '' THEN 'unknown' ELSE namespace || '/' || doc_type END";
/**
 * Largest number of types in a chart or a table: clients choose the names of types, so that their
 * number has no limit.
 */
const MAX_TYPES = 100;
/** The `$2` types with the most documents since `$1`; the other types are counted together. */
const BUSIEST = `WITH busiest AS (SELECT ${TYPE} AS type FROM accounting WHERE minute >= $1 GROUP BY 1 ORDER BY sum(accepted) DESC, 1 LIMIT $2)`;
const SHOWN_TYPE = `CASE WHEN ${TYPE} IN (SELECT type FROM busiest) THEN ${TYPE} ELSE 'all others' END`;
// The driver returns a bigint as text. A double holds counts exactly up to 2^53, which no sum
// reaches.
const SUMS =
  "coalesce(sum(accepted), 0)::float8 AS accepted, coalesce(sum(live), 0)::float8 AS live, coalesce(sum(rejected), 0)::float8 AS rejected, coalesce(sum(duplicate), 0)::float8 AS duplicate, coalesce(sum(dropped), 0)::float8 AS dropped";

/** The number of accepted submissions, and of submissions by their four endings. */
export interface Identity {
  accepted: number;
  live: number;
  rejected: number;
  duplicate: number;
  dropped: number;
}

/** The minutes of a bar, chosen so that a range has at most about a hundred bars. */
function stepOf(hours: number): number {
  return [1, 5, 15, 60].find((minutes) => (hours * 60) / minutes <= 100) ?? 120;
}

/** Counts accepted submissions by type and time step. */
export async function arrivalsSince({ pool, now }: Timed, hours: number) {
  const to = now();
  const stepMinutes = stepOf(hours);
  const stepMs = stepMinutes * 60_000;
  // The range has only complete steps: an incomplete first bar would look like a fall.
  const from = new Date(Math.floor((to.getTime() - hours * 3_600_000) / stepMs) * stepMs);
  const { rows } = await pool.query<{ at: Date; type: string; count: number }>(
    `${BUSIEST} SELECT date_bin(make_interval(mins => $3), minute, 'epoch') AS at, ${SHOWN_TYPE} AS type, sum(accepted)::float8 AS count FROM accounting WHERE minute >= $1 GROUP BY 1, 2 ORDER BY 1`,
    [from, MAX_TYPES, stepMinutes],
  );
  return { from, to, stepMinutes, rows };
}

/** Counts the submissions of the last hours by ending, in total and by type. */
export async function accountingSince({ pool, now }: Timed, hours: number) {
  const since = new Date(now().getTime() - hours * 3_600_000);
  const { rows } = await pool.query<Identity & { type: string }>(
    `${BUSIEST} SELECT ${SHOWN_TYPE} AS type, ${SUMS} FROM accounting WHERE minute >= $1 GROUP BY 1 ORDER BY 2 DESC`,
    [since, MAX_TYPES],
  );
  const total = { accepted: 0, live: 0, rejected: 0, duplicate: 0, dropped: 0 };
  for (const row of rows) {
    for (const name of Object.keys(total) as (keyof Identity)[]) total[name] += row[name];
  }
  return { total, types: rows };
}

/**
 * Reads the counts of each minute of the last week, newest first, for all types or for one type.
 */
export async function minuteTable({ pool, now }: Timed, type: string | null) {
  const { rows } = await pool.query<Identity & { minute: Date }>(
    `SELECT minute, ${SUMS} FROM accounting WHERE minute > $2::timestamptz - interval '7 days' AND ($1::text IS NULL OR ${TYPE} = $1) GROUP BY 1 ORDER BY 1 DESC LIMIT 60`,
    [type, now()],
  );
  return rows;
}

/** Counts the rejected submissions of the last hours. */
export async function countRejected({ pool, now }: Timed, hours: number) {
  const { rows } = await pool.query<{ rejected: number }>(
    "SELECT coalesce(sum(rejected), 0)::float8 AS rejected FROM accounting WHERE minute >= $2::timestamptz - make_interval(hours => $1)",
    [hours, now()],
  );
  return { rejected: rows[0]?.rejected ?? 0 };
}

/**
 * Reads one row for each UTC day until today, also for days without submissions: a chart must show
 * these days, too.
 */
export async function accountingByDay({ pool, now }: Timed, days: number) {
  const { rows } = await pool.query<{
    day: string;
    accepted: number;
    live: number;
    rejected: number;
    duplicate: number;
    dropped: number;
  }>(
    `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(accepted), 0)::float8 AS accepted, coalesce(sum(live), 0)::float8 AS live, coalesce(sum(rejected), 0)::float8 AS rejected,
            coalesce(sum(duplicate), 0)::float8 AS duplicate, coalesce(sum(dropped), 0)::float8 AS dropped
     FROM generate_series(($2::timestamptz AT TIME ZONE 'UTC')::date - $1::int + 1, ($2::timestamptz AT TIME ZONE 'UTC')::date, interval '1 day') AS d(day)
     LEFT JOIN (SELECT * FROM accounting WHERE minute >= (($2::timestamptz AT TIME ZONE 'UTC')::date - $1::int) AT TIME ZONE 'UTC') AS recent
       ON (minute AT TIME ZONE 'UTC')::date = d.day GROUP BY d.day ORDER BY d.day`,
    [days, now()],
  );
  return rows;
}

/**
 * Reads the counts as JSON lines for the table `pipeline.accounting`, one line for each minute and
 * document type.
 */
export async function accountingLines({ pool }: Pooled): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT json_build_object('minute', to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
       'document_namespace', namespace, 'document_type', doc_type, 'document_version', doc_version,
       'accepted', accepted, 'live', live, 'rejected', rejected, 'duplicate', duplicate, 'dropped', dropped, 'mended', mended)::text AS line
     FROM accounting ORDER BY minute, namespace, doc_type, doc_version`,
  );
  return rows.map(({ line }) => line);
}
