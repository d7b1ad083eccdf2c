import type { Database } from "../client.ts";

/** A limit of the tries with one key within a sliding window. */
export interface TryLimit {
  readonly key: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/** A counted try; a try that was not a wrong guess can be discarded afterwards. */
export interface SignInTry {
  /**
   * Seconds to wait if a limit is reached, else null. A refused try does not count, so that a wait
   * always helps.
   */
  readonly retryAfter: number | null;
  /**
   * Removes this try from the counts, because it was not a wrong guess; also removes earlier tries
   * with the given keys.
   */
  discard(keys?: readonly string[]): Promise<void>;
}

type Timed = Pick<Database, "pool" | "now">;

/**
 * Counts a try before its password is checked, so that simultaneous tries can't exceed the limit.
 * Some of many simultaneous tries may be refused although one of them alone would be allowed.
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
  const discard = async (keys: readonly string[] = []): Promise<void> => {
    await pool.query(
      "DELETE FROM sign_in_try WHERE id = ANY($1::bigint[]) OR key = ANY($2::text[])",
      [ids, keys],
    );
  };
  const retryAfter = await secondsToWait({ pool, now }, limits, ids);
  if (retryAfter !== null) await discard();
  return { retryAfter, discard };
}

/**
 * A limit is reached if the number of other tries within its window has reached the maximum. The
 * wait ends when the oldest of these tries leaves the window.
 */
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
