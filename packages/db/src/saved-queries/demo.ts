import type { DemoQuery } from "@headwater/domain/demo";
import type { PoolClient } from "pg";

/** Saves the demo's queries with their charts for a person. */
export async function insertDemoQueries(
  client: PoolClient,
  ownerId: string,
  queries: readonly DemoQuery[],
): Promise<void> {
  for (const query of queries) await insertQuery(client, ownerId, query);
}

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

/** Removes the demo's queries with their charts and says how many. */
export async function removeDemoQueries(client: PoolClient): Promise<number> {
  const { rowCount } = await client.query("DELETE FROM saved_query WHERE origin = 'demo'");
  return rowCount ?? 0;
}
