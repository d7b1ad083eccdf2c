import type { Pool, PoolClient } from "pg";

type Client = Pool | PoolClient;

/** Reads a stored setting of the installation; null if the setting was never written. */
export async function readSetting(client: Client, key: string): Promise<unknown> {
  const { rows } = await query<{ value: unknown }>(
    client,
    "SELECT value FROM setting WHERE key = $1",
    [key],
  );
  return rows[0]?.value ?? null;
}

/** Reads a setting and locks it against changes until the transaction ends. */
export async function readSettingLocked(client: PoolClient, key: string): Promise<unknown> {
  const { rows } = await query<{ value: unknown }>(
    client,
    "SELECT value FROM setting WHERE key = $1 FOR SHARE",
    [key],
  );
  return rows[0]?.value ?? null;
}

/** Writes a setting and replaces an earlier value. */
export async function writeSetting(client: Client, key: string, value: unknown): Promise<void> {
  await query(
    client,
    `INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, now())
     ON CONFLICT (key) DO UPDATE SET value = $2, updated_at = now()`,
    [key, JSON.stringify(value)],
  );
}

/** Adds missing settings in one statement; returns false if one of them already existed. */
export async function addSettings(
  client: Client,
  facts: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { rowCount } = await query(
    client,
    `INSERT INTO setting (key, value, updated_at)
     SELECT key, value::jsonb, now() FROM unnest($1::text[], $2::text[]) AS fact (key, value)
     ON CONFLICT (key) DO NOTHING`,
    [Object.keys(facts), Object.values(facts).map((value) => JSON.stringify(value))],
  );
  return rowCount === Object.keys(facts).length;
}

/** Changes an existing setting; a deleted setting stays deleted. */
export async function changeSetting(client: Client, key: string, value: unknown): Promise<void> {
  await query(client, "UPDATE setting SET value = $2, updated_at = now() WHERE key = $1", [
    key,
    JSON.stringify(value),
  ]);
}

/** Deletes a setting. */
export async function deleteSetting(client: Client, key: string): Promise<void> {
  await query(client, "DELETE FROM setting WHERE key = $1", [key]);
}

// A pool and a connection have the same function with different types.
function query<Row extends object = object>(client: Client, text: string, values: unknown[]) {
  return (client as Pool).query<Row>(text, values);
}
