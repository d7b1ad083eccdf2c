import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "@headwater/db";
import { accountingLines } from "@headwater/db/lake";
import { ACCOUNTING_TABLE, quoteLiteral, sqlType } from "@headwater/schemas";

/** The table of counts. PostgreSQL holds the counts, and a worker gets them as a file. */
export const ACCOUNTING = {
  namespace: ACCOUNTING_TABLE.namespace,
  table: ACCOUNTING_TABLE.name,
} as const;

/**
 * Writes the current counts into a file of `folder`; returns the path of the file and the
 * statements that make the file a table.
 */
export async function materializeAccounting(
  database: Database,
  folder: string,
): Promise<{ statements: string[]; path: string }> {
  const lines = await accountingLines(database);
  const path = join(folder, "accounting.ndjson");
  await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  const columns = ACCOUNTING_TABLE.columns
    .map(({ name, type }) => `${name}: ${quoteLiteral(sqlType(type))}`)
    .join(", ");
  return {
    statements: [
      "CREATE SCHEMA IF NOT EXISTS pipeline",
      `CREATE VIEW pipeline.accounting AS SELECT * FROM read_json(${quoteLiteral(path)}, format = 'newline_delimited', columns = {${columns}})`,
    ],
    path,
  };
}
