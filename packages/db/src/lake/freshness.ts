import type { Database } from "../client.ts";

type Timed = Pick<Database, "pool" | "now">;

/**
 * The time from acceptance until rows are queryable, over the commits of the last five minutes with
 * new submissions.
 */
export async function freshness({ pool, now }: Timed) {
  const { rows } = await pool.query<{
    p50Ms: number | null;
    p95Ms: number | null;
    lastCommit: Date | null;
  }>(
    `WITH recent AS (
       SELECT at, extract(epoch FROM at) * 1000 - min_micros / 1000.0 AS ms FROM lake_commit
       WHERE kind = 'land' AND at > $1::timestamptz - interval '5 minutes' AND min_micros > extract(epoch FROM $1::timestamptz - interval '10 minutes') * 1000000
     )
     SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "p50Ms", percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS "p95Ms",
            (SELECT max(at) FROM lake_commit WHERE kind = 'land') AS "lastCommit" FROM recent`,
    [now()],
  );
  return rows[0] ?? { p50Ms: null, p95Ms: null, lastCommit: null };
}

/**
 * Milliseconds from acceptance until the row is queryable, for the oldest submission of the newest
 * commit. Submissions that were accepted more than ten minutes ago do not count, because they come
 * from a replay.
 */
export async function newestFreshness({ pool, now }: Timed): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number }>(
    `SELECT extract(epoch FROM at)::float8 * 1000 - min_micros / 1000.0 AS ms FROM lake_commit
     WHERE kind = 'land' AND at > $1::timestamptz - interval '5 minutes' AND min_micros > extract(epoch FROM $1::timestamptz - interval '10 minutes') * 1000000 ORDER BY id DESC LIMIT 1`,
    [now()],
  );
  return rows[0] === undefined ? null : Number(rows[0].ms);
}
