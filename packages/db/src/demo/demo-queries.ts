import type { DemoQuery } from "@headwater/domain/demo";
import type { Database } from "../client.ts";
import { insertDemoQueries } from "../saved-queries/index.ts";
import { withinTransaction } from "../transaction.ts";
import { DEMO_SETTING } from "./demo.ts";

const MADE_SETTING = "demo_queries";

/** What came of it; `no owner` until there is an admin. */
export type DemoQueriesOutcome = "created" | "there already" | "no owner" | "removed";

/** Saves the demo's queries with their charts for the first admin, once: one that is deleted later stays deleted. None after the demo was removed. */
export function createDemoQueries(
  database: Pick<Database, "pool">,
  queries: readonly DemoQuery[],
): Promise<DemoQueriesOutcome> {
  return withinTransaction(database, async (client) => {
    // Locked, so that a removal either sees the new queries or keeps them from coming.
    const demo = await client.query<{ value: unknown }>(
      "SELECT value FROM setting WHERE key = $1 FOR SHARE",
      [DEMO_SETTING],
    );
    if (demo.rows[0]?.value === "removed") return "removed";
    const owner = await client.query<{ id: string }>(
      "SELECT id FROM user_account WHERE role = 'admin' ORDER BY created_at, id LIMIT 1",
    );
    const ownerId = owner.rows[0]?.id;
    if (ownerId === undefined) return "no owner";
    const made = await client.query(
      "INSERT INTO setting (key, value, updated_at) VALUES ($1, 'true', now()) ON CONFLICT (key) DO NOTHING",
      [MADE_SETTING],
    );
    if (made.rowCount === 0) return "there already";
    await insertDemoQueries(client, ownerId, queries);
    return "created";
  });
}
