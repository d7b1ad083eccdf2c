import type { DemoType } from "@headwater/domain/demo";
import type { PoolClient } from "pg";
import type { DemoPart } from "../demo/part.ts";
import { dropFiles, notifyCommit, openDrop } from "./drops.ts";

/** The part of the demo in the lake: its tables with their files and counts. */
export const lakeDemo: DemoPart = {
  name: "lake",
  async remove(client, { types, at }) {
    const drop = await openDrop(client, at);
    const counts = { files: 0, rows: 0 };
    for (const type of types) {
      const dropped = await dropFiles(client, drop, type.table);
      counts.files += dropped.files;
      counts.rows += dropped.rows;
      await forgetTable(client, type);
    }
    await forgetEmptyCounts(client);
    await notifyCommit(client, drop.id);
    return counts;
  },
};

async function forgetTable(client: PoolClient, type: DemoType): Promise<void> {
  const { table, docType, version } = type;
  await client.query("DELETE FROM lake_table WHERE namespace = $1 AND name = $2", [
    table.namespace,
    table.name,
  ]);
  // Rejected submissions of this type still have rows in the rejected table, so that they stay
  // counted.
  await client.query(
    `UPDATE accounting SET accepted = rejected, live = 0, duplicate = 0, dropped = 0, mended = 0
     WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND doc_version = $3`,
    [table.namespace, docType, String(version)],
  );
}

/** Deletes the rows of the accounting whose counts are all zero. */
export async function forgetEmptyCounts(client: PoolClient): Promise<void> {
  await client.query(
    "DELETE FROM accounting WHERE accepted = 0 AND live = 0 AND rejected = 0 AND duplicate = 0 AND dropped = 0",
  );
}
