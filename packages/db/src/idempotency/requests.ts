import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/** A request, identified by its sender and its key. */
export interface RequestKey {
  readonly userId: string;
  readonly keyHash: string;
}

/** The state of a request with a key. */
export type RequestState =
  | { readonly kind: "new" }
  /** Another process or call works on the same request. */
  | { readonly kind: "working" }
  | { readonly kind: "answered"; readonly answer: Buffer }
  /** The key was used for another request. */
  | { readonly kind: "reused" };

const KEPT = "interval '24 hours'";
/**
 * No answer takes so long. A request without an answer after this time was lost with its process
 * and may be run again.
 */
const LOST = "interval '2 minutes'";

/**
 * Takes a request if no other caller has taken it. After `new` the caller must answer the request
 * and store the answer, or delete the request.
 */
export async function takeRequest(
  { pool, now }: Timed,
  { userId, keyHash }: RequestKey,
  requestHash: string,
): Promise<RequestState> {
  for (;;) {
    const taken = await pool.query(
      `INSERT INTO idempotent_request AS r (user_id, key_hash, request_hash, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id, key_hash) DO UPDATE SET request_hash = $3, created_at = $4, answer = NULL
       WHERE r.created_at < $4::timestamptz - ${KEPT}
         OR (r.answer IS NULL AND r.request_hash = $3 AND r.created_at < $4::timestamptz - ${LOST})`,
      [userId, keyHash, requestHash, now()],
    );
    if (taken.rowCount === 1) return { kind: "new" };
    const { rows } = await pool.query<{ request_hash: string; answer: Buffer | null }>(
      "SELECT request_hash, answer FROM idempotent_request WHERE user_id = $1 AND key_hash = $2",
      [userId, keyHash],
    );
    const [row] = rows;
    // The request was deleted between the two statements, so that it can be taken now.
    if (row === undefined) continue;
    if (row.request_hash !== requestHash) return { kind: "reused" };
    return row.answer === null ? { kind: "working" } : { kind: "answered", answer: row.answer };
  }
}

/** Stores the answer of a taken request. */
export async function keepAnswer(
  { pool }: Pooled,
  { userId, keyHash }: RequestKey,
  answer: Buffer,
): Promise<void> {
  await pool.query(
    "UPDATE idempotent_request SET answer = $3 WHERE user_id = $1 AND key_hash = $2",
    [userId, keyHash, answer],
  );
}

/** Deletes a failed request, so that the same request can be sent again. */
export async function forgetRequest(
  { pool }: Pooled,
  { userId, keyHash }: RequestKey,
): Promise<void> {
  await pool.query("DELETE FROM idempotent_request WHERE user_id = $1 AND key_hash = $2", [
    userId,
    keyHash,
  ]);
}

/** Deletes the requests that are older than a day. */
export async function removeOldRequests({ pool, now }: Timed): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM idempotent_request WHERE created_at < $1::timestamptz - ${KEPT}`,
    [now()],
  );
  return rowCount ?? 0;
}
