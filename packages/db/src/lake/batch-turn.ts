import type { Database } from "../client.ts";
import { LOCKS } from "../locks.ts";

// A machine that loses its network does not close its connection. With these settings PostgreSQL
// notices this after half a minute, not after hours.
const TAKE = `SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false), pg_try_advisory_lock($1) AS taken`;

/**
 * Does the work if no other process does such work; otherwise resolves with null at once. The lock
 * is released with its connection, and therefore also when the process is killed. If the connection
 * breaks during the work, another process may get the lock: the work must tolerate that, as each
 * commit of the manifest does.
 */
export async function inBatchTurn<T>(
  { pool }: Pick<Database, "pool">,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  // A connection that breaks during the work raises this event; the unlock below fails then.
  const ignore = () => undefined;
  client.on("error", ignore);
  let isBroken = true;
  try {
    const { rows } = await client.query<{ taken: boolean }>(TAKE, [LOCKS.batchTurn]);
    if (rows[0]?.taken !== true) {
      isBroken = false;
      return null;
    }
    try {
      return await work();
    } finally {
      const given = client.query("SELECT pg_advisory_unlock($1)", [LOCKS.batchTurn]);
      isBroken = await given.then(
        () => false,
        () => true,
      );
    }
  } finally {
    client.off("error", ignore);
    client.release(isBroken);
  }
}
