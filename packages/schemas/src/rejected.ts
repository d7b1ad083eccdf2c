import type { TableDefinition } from "./table.ts";

const varchar = { kind: "varchar" } as const;
const timestamp = { kind: "timestamp" } as const;

/** `pipeline.rejected`: one row per submission that failed a step, with its bytes as sent. */
export const REJECTED_TABLE: TableDefinition = {
  namespace: "pipeline",
  name: "rejected",
  columns: [
    {
      name: "submission_timestamp",
      type: timestamp,
      description: "When the edge accepted it (UTC)",
    },
    {
      name: "document_namespace",
      type: varchar,
      description: "NULL when the URI could not be understood",
    },
    { name: "document_type", type: varchar },
    { name: "document_version", type: varchar },
    { name: "document_id", type: varchar },
    {
      name: "stage",
      type: varchar,
      description: "Step that refused it, e.g. ParseUri, ParsePayload",
    },
    { name: "error_type", type: varchar, description: "Class of the failure, e.g. SchemaNotFound" },
    { name: "error_message", type: varchar, description: "What was wrong and where" },
    { name: "payload", type: { kind: "blob" }, description: "The body exactly as it was sent" },
    {
      name: "metadata",
      type: { kind: "map", value: varchar },
      description: "Kept headers, uri and geo; never an IP address",
    },
    { name: "replayed_at", type: timestamp },
    { name: "replayed_by", type: varchar },
  ],
};
