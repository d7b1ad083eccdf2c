import type { PoolClient } from "pg";
import type { Database } from "./client.ts";

/** Runs `work` in one transaction on a connection of its own; what it throws rolls back and goes on to the caller. */
export async function withinTransaction<T>(
  { pool }: Pick<Database, "pool">,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements says so here; the next statement fails by itself.
  const ignore = () => undefined;
  client.on("error", ignore);
  let failure: unknown = null;
  try {
    await client.query("BEGIN");
    const value = await work(client);
    await client.query("COMMIT");
    return value;
  } catch (error) {
    failure = error;
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(failure !== null);
  }
}
