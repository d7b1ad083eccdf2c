import type { Database } from "../client.ts";

/** At most so many tries of one key within a sliding window. */
export interface TryLimit {
  readonly key: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** A try that is counted; what it came to decides whether it stays so. */
export interface SignInTry {
  /** Seconds to wait where a limit is reached, else null. A refused try is not counted: waiting always helps. */
  readonly retryAfter: number | null;
  /** The try was no bad one: it is taken out, and what an earlier one left under the given keys with it. */
  forgive(keys?: readonly string[]): Promise<void>;
}

type Timed = Pick<Database, "pool" | "now">;

/**
 * Counts a try before it is judged, so that of many at the same moment no more than the limit are. Then some of them may
 * be refused that a single one would not be, never the other way round.
 */
export async function beginSignInTry(
  { pool, now }: Timed,
  limits: readonly TryLimit[],
): Promise<SignInTry> {
  const at = now();
  await pool.query(
    "DELETE FROM sign_in_try WHERE at < $2::timestamptz - make_interval(secs => $1)",
    [Math.max(...limits.map(({ windowSeconds }) => windowSeconds)), at],
  );
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO sign_in_try (key, at) SELECT unnest($1::text[]), $2::timestamptz RETURNING id",
    [limits.map(({ key }) => key), at],
  );
  const ids = rows.map(({ id }) => id);
  const forgive = async (keys: readonly string[] = []): Promise<void> => {
    await pool.query(
      "DELETE FROM sign_in_try WHERE id = ANY($1::bigint[]) OR key = ANY($2::text[])",
      [ids, keys],
    );
  };
  const retryAfter = await secondsToWait({ pool, now }, limits, ids);
  if (retryAfter !== null) await forgive();
  return { retryAfter, forgive };
}

/** A limit is reached while as many others as it allows are younger than its window: until the oldest of those is not. */
async function secondsToWait(
  { pool, now }: Timed,
  limits: readonly TryLimit[],
  own: readonly string[],
): Promise<number | null> {
  const { rows } = await pool.query<{ wait: number | null }>(
    `SELECT max(ceil(extract(epoch FROM last.at - $5::timestamptz) + limits.seconds))::int AS wait
     FROM unnest($1::text[], $2::int[], $3::int[]) AS limits (key, most, seconds)
     CROSS JOIN LATERAL (
       SELECT at FROM sign_in_try
       WHERE key = limits.key AND at > $5::timestamptz - make_interval(secs => limits.seconds) AND id <> ALL($4::bigint[])
       ORDER BY at DESC OFFSET limits.most - 1 LIMIT 1
     ) AS last`,
    [
      limits.map(({ key }) => key),
      limits.map(({ max }) => max),
      limits.map(({ windowSeconds }) => windowSeconds),
      own,
      now(),
    ],
  );
  const wait = rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(1, wait);
}
