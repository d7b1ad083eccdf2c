import type { DemoType } from "@headwater/domain/demo";
import type { PoolClient } from "pg";
import type { DemoPart } from "../demo/part.ts";
import { SCHEMA_CHANNEL } from "./registry.ts";

/** The part of the demo in the schema registry: its schemas. */
export const schemasDemo: DemoPart = {
  name: "schemas",
  async remove(client, { types }) {
    for (const { table, docType, version } of types)
      await client.query(
        "DELETE FROM schema_version WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND version = $3",
        [table.namespace, docType, version],
      );
    await client.query("SELECT pg_notify($1, 'demo')", [SCHEMA_CHANNEL]);
    return {};
  },
};

/**
 * Finds the types whose schema a user registered. Their rows are locked, so that an import waits
 * until the removal has ended.
 */
export async function typesOfUsers(
  client: PoolClient,
  types: readonly DemoType[],
): Promise<DemoType[]> {
  const found: DemoType[] = [];
  for (const type of types) {
    const { rows } = await client.query<{ origin: string }>(
      `SELECT origin FROM schema_version WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND version = $3 FOR UPDATE`,
      [type.table.namespace, type.docType, type.version],
    );
    if (rows.some(({ origin }) => origin !== "demo")) found.push(type);
  }
  return found;
}
