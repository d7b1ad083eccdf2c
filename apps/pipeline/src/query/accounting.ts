import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "@headwater/db";
import { ACCOUNTING_TABLE, quoteLiteral, sqlType } from "@headwater/schemas";

/** The table of counts, which lives in PostgreSQL and is handed to a worker as a file. */
export const ACCOUNTING = {
  namespace: ACCOUNTING_TABLE.namespace,
  table: ACCOUNTING_TABLE.name,
} as const;

/** Writes the counts of this moment into `folder`; returns the statement that makes them a table, and the file. */
export async function materializeAccounting(
  { pool }: Database,
  folder: string,
): Promise<{ statements: string[]; path: string }> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT json_build_object('minute', to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
       'document_namespace', namespace, 'document_type', doc_type, 'document_version', doc_version,
       'accepted', accepted, 'live', live, 'rejected', rejected, 'duplicate', duplicate, 'dropped', dropped, 'mended', mended)::text AS line
     FROM accounting ORDER BY minute, namespace, doc_type, doc_version`,
  );
  const path = join(folder, "accounting.ndjson");
  await writeFile(path, rows.map(({ line }) => `${line}\n`).join(""));
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
