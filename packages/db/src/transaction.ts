import { AppError } from "@headwater/domain/errors";
import type { PoolClient } from "pg";
import type { Database } from "./client.ts";

interface TransactionOptions {
  /** True if the work is rolled back at its end; its value is returned nevertheless. */
  readonly dryRun?: boolean;
}

/**
 * Runs `work` in one transaction on a connection of its own. An error of the work rolls the
 * transaction back and is thrown to the caller.
 */
export async function withinTransaction<T>(
  { pool }: Pick<Database, "pool">,
  work: (client: PoolClient) => Promise<T>,
  { dryRun = false }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements raises this event; the next statement fails by
  // itself.
  const ignore = () => undefined;
  client.on("error", ignore);
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const value = await work(client);
    await client.query(dryRun ? "ROLLBACK" : "COMMIT");
    return value;
  } catch (error) {
    // After a refusal of our own the connection is still usable.
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
