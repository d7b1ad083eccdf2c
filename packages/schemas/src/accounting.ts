import type { Column, TableDefinition } from "./table.ts";

const varchar = { kind: "varchar" } as const;
const count = (name: string, description: string): Column => ({
  name,
  type: { kind: "bigint" },
  description,
});

/**
 * `pipeline.accounting`: counts of submissions by minute, document type and outcome. The rows are
 * in PostgreSQL.
 */
export const ACCOUNTING_TABLE: TableDefinition & { readonly description: string } = {
  namespace: "pipeline",
  name: "accounting",
  description: "Per minute and document type: accepted = live + rejected + duplicate + dropped",
  columns: [
    { name: "minute", type: { kind: "timestamp" }, description: "Minute of acceptance (UTC)" },
    {
      name: "document_namespace",
      type: varchar,
      description: "Empty if the URI names no namespace",
    },
    { name: "document_type", type: varchar },
    { name: "document_version", type: varchar },
    count("accepted", "Answered with 200"),
    count("live", "Rows of the type's table"),
    count("rejected", "Rows of pipeline.rejected"),
    count("duplicate", "Document ids seen before"),
    count("dropped", "Left out by a named rule"),
    count("mended", "Live rows in which half characters were replaced by U+FFFD"),
  ],
};
