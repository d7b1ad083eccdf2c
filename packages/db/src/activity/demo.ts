import type { DemoPart } from "../demo/part.ts";

/** The demo's documents in the live tail. */
export const activityDemo: DemoPart = {
  name: "activity",
  async remove(client, { types }) {
    for (const { table, docType, version } of types)
      await client.query(
        "DELETE FROM recent_document WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND doc_version = $3",
        [table.namespace, docType, String(version)],
      );
    return {};
  },
};
