import { DEMO_QUERIES, type DemoQuery } from "@headwater/domain/demo";
import type { PoolClient } from "pg";
import type { DemoPart } from "../demo/part.ts";

/** The saved queries of the demo, each with a chart. */
export const savedQueriesDemo: DemoPart = {
  // Older homes have a setting with this name.
  name: "queries",
  async seed(client, ownerId) {
    for (const query of DEMO_QUERIES) await insertQuery(client, ownerId, query);
  },
  async remove(client) {
    const { rowCount } = await client.query("DELETE FROM saved_query WHERE origin = 'demo'");
    return { "saved queries": rowCount ?? 0 };
  },
};

async function insertQuery(client: PoolClient, ownerId: string, query: DemoQuery): Promise<void> {
  const { name, description, sql, chart } = query;
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO saved_query (name, description, sql, owner_id, tags, origin, updated_at)
     VALUES ($1, $2, $3, $4, '{demo}', 'demo', now()) RETURNING id`,
    [name, description, sql, ownerId],
  );
  await client.query(
    `INSERT INTO visualization (saved_query_id, name, type, options, position, updated_at)
     VALUES ($1, $2, $3, $4, 0, now())`,
    [rows[0]?.id, chart.name, chart.type, JSON.stringify(chart.options)],
  );
}
