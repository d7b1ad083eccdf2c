import { AppError } from "@headwater/domain/errors";
import type { PoolClient } from "pg";
import type { Database } from "./client.ts";

interface TransactionOptions {
  /** Undo the work at its end, and give its value all the same: what would happen. */
  readonly dryRun?: boolean;
}

/**
 * Runs `work` in one transaction on a connection of its own; what the work throws rolls the
 * transaction back and goes on to the caller.
 */
export async function withinTransaction<T>(
  { pool }: Pick<Database, "pool">,
  work: (client: PoolClient) => Promise<T>,
  { dryRun = false }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements says so here; the next statement fails by itself.
  const ignore = () => undefined;
  client.on("error", ignore);
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const value = await work(client);
    await client.query(dryRun ? "ROLLBACK" : "COMMIT");
    return value;
  } catch (error) {
    // A refusal of our own says nothing against the connection.
    isBroken = !(error instanceof AppError);
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(isBroken);
  }
}
