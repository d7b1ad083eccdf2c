import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/**
 * Seconds of the average: an average over a shorter time would jump with each batch of the loader.
 */
const RATE_SECONDS = 10;
/** Number of rows of the live tail: people can't read more rows while new ones arrive. */
const TAIL_ROWS = 100;

/** Submissions per second over the last complete seconds. */
export async function recentRate({ pool, now }: Timed): Promise<{ perSecond: number }> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT coalesce(sum(count), 0)::float8 AS count FROM recent_arrival WHERE second >= $2::timestamptz - make_interval(secs => $1) - interval '1 second' AND second < $2::timestamptz - interval '1 second'",
    [RATE_SECONDS, now()],
  );
  return { perSecond: (rows[0]?.count ?? 0) / RATE_SECONDS };
}

/** The filter of the live tail. */
export interface TailFilter {
  readonly after: string | null;
  readonly debugId: string;
  readonly type: string;
}

/**
 * Reads the newest documents, or the documents after a known one, by debug id and type. The filter
 * by type compares text instead of a LIKE pattern, because types contain `_`.
 */
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

/** The eight document types with the most arrivals of the last minute. */
export async function busiestTypes({ pool, now }: Timed) {
  const { rows } = await pool.query<{ type: string; count: number }>(
    `SELECT CASE WHEN namespace = '' THEN 'unknown' ELSE namespace || '/' || doc_type END AS type, sum(count)::float8 AS count
     FROM recent_arrival WHERE second > $1::timestamptz - interval '60 seconds' GROUP BY 1 ORDER BY 2 DESC LIMIT 8`,
    [now()],
  );
  return rows;
}
