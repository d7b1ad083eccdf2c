import type { Database } from "../client.ts";

type Timed = Pick<Database, "pool" | "now">;

const REQUEST_CANCEL = `UPDATE execution SET cancel_requested_at = $2,
  state = CASE WHEN lease_token IS NULL THEN 'cancelled' ELSE state END,
  finished_at = CASE WHEN lease_token IS NULL THEN $2 ELSE finished_at END,
  error = CASE WHEN lease_token IS NULL THEN '{"code":"cancelled","message":"Cancelled."}' ELSE error END
  WHERE state IN ('queued', 'running')`;

/**
 * Records that a person wants to cancel an execution. A queued execution that no role holds ends at
 * once; only then the result is true.
 */
export async function requestCancel({ pool, now }: Timed, id: string): Promise<boolean> {
  const { rows } = await pool.query<{ state: string }>(
    `${REQUEST_CANCEL} AND id = $1 RETURNING state`,
    [id, now()],
  );
  return rows[0]?.state === "cancelled";
}

/**
 * Like `requestCancel`, for all waiting and running executions of a person; returns the ids of the
 * executions that a role holds.
 */
export async function requestCancelOfUser({ pool, now }: Timed, userId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; state: string }>(
    `${REQUEST_CANCEL} AND user_id = $1 RETURNING id, state`,
    [userId, now()],
  );
  return rows.filter(({ state }) => state !== "cancelled").map(({ id }) => id);
}
