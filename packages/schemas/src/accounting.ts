import type { Column, TableDefinition } from "./table.ts";

const varchar = { kind: "varchar" } as const;
const count = (name: string, description: string): Column => ({
  name,
  type: { kind: "bigint" },
  description,
});

/** `pipeline.accounting`: where the submissions of each minute and document type ended. Its rows live in PostgreSQL. */
export const ACCOUNTING_TABLE: TableDefinition & { readonly description: string } = {
  namespace: "pipeline",
  name: "accounting",
  description: "Per minute and document type: accepted = live + rejected + duplicate + dropped",
  columns: [
    { name: "minute", type: { kind: "timestamp" }, description: "Minute of acceptance (UTC)" },
    { name: "document_namespace", type: varchar, description: "Empty where the URI names none" },
    { name: "document_type", type: varchar },
    { name: "document_version", type: varchar },
    count("accepted", "Answered with 200"),
    count("live", "Rows of the type's table"),
    count("rejected", "Rows of pipeline.rejected"),
    count("duplicate", "Document ids seen before"),
    count("dropped", "Left out by a named rule"),
    count("mended", "Of the live ones: half characters in them were replaced by U+FFFD"),
  ],
};
