import type { DemoPart } from "../demo/part.ts";

/** The part of the demo in the live tail: its documents. */
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
