import type { Database } from "../client.ts";
import { LOCKS } from "../locks.ts";

// A machine that vanishes says no goodbye: PostgreSQL notices after half a minute, not after hours.
const TAKE = `SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false), pg_try_advisory_lock($1) AS taken`;

/**
 * Does the work while no other process does work of this kind; resolves with null, and does nothing, while another one
 * has the turn. The turn ends with the connection, and so with a process that is killed. A connection that breaks while
 * the work goes on may give the turn to another process: the work must bear that, as each commit of the manifest does.
 */
export async function inBatchTurn<T>(
  { pool }: Pick<Database, "pool">,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  // A connection that breaks while the work goes on says so here; giving the turn back fails then.
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
