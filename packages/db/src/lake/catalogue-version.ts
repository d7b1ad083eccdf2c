import type { Pool, PoolClient } from "pg";

/**
 * Version of the registered schemas and the tables they make. It rises in the transaction of each change, so equal versions
 * mean that what was read before still holds. It is one small row, cheap enough to read before each statement.
 */
export async function readCatalogueVersion(
  client: Pick<Pool, "query"> | Pick<PoolClient, "query">,
): Promise<number> {
  const { rows } = await (client as Pool).query<{ version: string }>(
    "SELECT version FROM catalogue_version",
  );
  return Number(rows[0]?.version ?? 0);
}
