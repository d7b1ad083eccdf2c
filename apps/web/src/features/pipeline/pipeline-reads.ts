import type { Database } from "@headwater/db";
import type { Context } from "../../server/context.ts";

type Pooled = Pick<Database, "pool">;

/** Seconds averaged over: a shorter stretch jumps with each batch of the loader. */
const RATE_SECONDS = 10;
/** More lines than this go by unread. */
const TAIL_ROWS = 100;
const TYPE = "CASE WHEN namespace = '' THEN 'unknown' ELSE namespace || '/' || doc_type END";
/** Types that a chart or a table names: whoever sends documents makes their names, any number of them. */
const MAX_TYPES = 100;
/** The types with the most documents since `$1`, `$2` of them; the others are counted together. */
const BUSIEST = `WITH busiest AS (SELECT ${TYPE} AS type FROM accounting WHERE minute >= $1 GROUP BY 1 ORDER BY sum(accepted) DESC, 1 LIMIT $2)`;
const SHOWN_TYPE = `CASE WHEN ${TYPE} IN (SELECT type FROM busiest) THEN ${TYPE} ELSE 'all others' END`;
// A bigint would come as text: counts stay exact in a double up to 2^53, which no minute reaches.
const SUMS =
  "coalesce(sum(accepted), 0)::float8 AS accepted, coalesce(sum(live), 0)::float8 AS live, coalesce(sum(rejected), 0)::float8 AS rejected, coalesce(sum(duplicate), 0)::float8 AS duplicate, coalesce(sum(dropped), 0)::float8 AS dropped";

interface Identity {
  accepted: number;
  live: number;
  rejected: number;
  duplicate: number;
  dropped: number;
}

/** Submissions a second over the last seconds that are complete. */
export async function recentRate({ pool }: Pooled): Promise<{ perSecond: number }> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT coalesce(sum(count), 0)::float8 AS count FROM recent_arrival WHERE second >= now() - make_interval(secs => $1) - interval '1 second' AND second < now() - interval '1 second'",
    [RATE_SECONDS],
  );
  return { perSecond: (rows[0]?.count ?? 0) / RATE_SECONDS };
}

/** Every stage with its last heartbeat, and what isolates the query workers. */
export async function stages({ database, query }: Context) {
  const { rows } = await database.pool.query<{
    stage: string;
    state: string;
    at: Date;
    startedAt: Date;
    details: Record<string, unknown>;
  }>(
    `SELECT stage, state, at, started_at AS "startedAt", details FROM stage_status ORDER BY stage`,
  );
  // The page is for finding out what is wrong: a query role that is away must not take it along.
  const sandbox = await query.status().catch(() => null);
  return {
    now: new Date(),
    stages: rows,
    sandbox: sandbox?.sandbox ?? null,
    notes: [...(sandbox?.notes ?? [])],
  };
}

/** Minutes of a bar, so that no range has more than about a hundred of them. */
function stepOf(hours: number): number {
  return [1, 5, 15, 60].find((minutes) => (hours * 60) / minutes <= 100) ?? 120;
}

/** Accepted submissions by type and step of time. */
export async function arrivalsSince({ pool }: Pooled, hours: number) {
  const to = new Date();
  const stepMinutes = stepOf(hours);
  const stepMs = stepMinutes * 60_000;
  // Whole steps: half a bar would look like a fall.
  const from = new Date(Math.floor((to.getTime() - hours * 3_600_000) / stepMs) * stepMs);
  const { rows } = await pool.query<{ at: Date; type: string; count: number }>(
    `${BUSIEST} SELECT date_bin(make_interval(mins => $3), minute, 'epoch') AS at, ${SHOWN_TYPE} AS type, sum(accepted)::float8 AS count FROM accounting WHERE minute >= $1 GROUP BY 1, 2 ORDER BY 1`,
    [from, MAX_TYPES, stepMinutes],
  );
  return { from, to, stepMinutes, rows };
}

/** The four places where submissions of the last hours ended, in all and by type. */
export async function accountingSince({ pool }: Pooled, hours: number) {
  const since = new Date(Date.now() - hours * 3_600_000);
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

/** The identity minute by minute of the last week, newest first, of all types or one. */
export async function minuteTable({ pool }: Pooled, type: string | null) {
  const { rows } = await pool.query<Identity & { minute: Date }>(
    `SELECT minute, ${SUMS} FROM accounting WHERE minute > now() - interval '7 days' AND ($1::text IS NULL OR ${TYPE} = $1) GROUP BY 1 ORDER BY 1 DESC LIMIT 60`,
    [type],
  );
  return rows;
}

/** Time from acceptance to being queryable, over the commits of the last five minutes that landed something new. */
export async function freshness({ pool }: Pooled) {
  const { rows } = await pool.query<{
    p50Ms: number | null;
    p95Ms: number | null;
    lastCommit: Date | null;
  }>(
    `WITH recent AS (
       SELECT at, extract(epoch FROM at) * 1000 - min_micros / 1000.0 AS ms FROM lake_commit
       WHERE kind = 'land' AND at > now() - interval '5 minutes' AND min_micros > extract(epoch FROM now() - interval '10 minutes') * 1000000
     )
     SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "p50Ms", percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS "p95Ms",
            (SELECT max(at) FROM lake_commit WHERE kind = 'land') AS "lastCommit" FROM recent`,
  );
  return rows[0] ?? { p50Ms: null, p95Ms: null, lastCommit: null };
}

interface TailFilter {
  readonly after: string | null;
  readonly debugId: string;
  readonly type: string;
}

/** Newest documents, or those after one already seen; by debug id and type. Types hold `_`, so the filter is text and no LIKE pattern. */
export async function liveTail({ pool }: Pooled, { after, debugId, type }: TailFilter) {
  const { rows } = await pool.query<TailRow>(
    `SELECT id::text, at, namespace, doc_type AS "docType", doc_version AS "docVersion", document_id AS "documentId", debug_id AS "debugId", outcome, reason, size_bytes AS "sizeBytes", preview
     FROM recent_document
     WHERE ($1::bigint IS NULL OR id > $1) AND ($2 = '' OR debug_id = $2) AND ($3 = '' OR strpos(lower(coalesce(namespace, '') || '/' || coalesce(doc_type, '')), lower($3)) > 0)
     ORDER BY recent_document.id DESC LIMIT ${TAIL_ROWS}`,
    [after, debugId, type],
  );
  return rows;
}

interface TailRow {
  id: string;
  at: Date;
  namespace: string | null;
  docType: string | null;
  docVersion: string | null;
  documentId: string | null;
  debugId: string | null;
  outcome: string;
  reason: string | null;
  sizeBytes: number;
  preview: string;
}

/** How many were rejected in the last hours. */
export async function countRejected({ pool }: Pooled, hours: number) {
  const { rows } = await pool.query<{ rejected: number }>(
    "SELECT coalesce(sum(rejected), 0)::float8 AS rejected FROM accounting WHERE minute >= now() - make_interval(hours => $1)",
    [hours],
  );
  return { rejected: rows[0]?.rejected ?? 0 };
}
