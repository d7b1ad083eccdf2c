import type { Pool, PoolClient } from "pg";

/**
 * Reads the version of the registered schemas and their tables. The version rises in the
 * transaction of each change, so that equal versions mean unchanged schemas and tables. The version
 * is one small row, which is cheap enough to read before each statement.
 */
export async function readCatalogueVersion(
  client: Pick<Pool, "query"> | Pick<PoolClient, "query">,
): Promise<number> {
  const { rows } = await (client as Pool).query<{ version: string }>(
    "SELECT version FROM catalogue_version",
  );
  return Number(rows[0]?.version ?? 0);
}
