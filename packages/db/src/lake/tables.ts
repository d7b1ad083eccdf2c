import type { Column } from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;

/** The name of a table in the lake. */
export interface TableName {
  readonly namespace: string;
  readonly name: string;
}

/** A registered table. */
export interface TableDefinition extends TableName {
  readonly docType: string | null;
  readonly version: number | null;
  readonly description: string | null;
  readonly columns: readonly Column[];
}

/** One day of a table. */
export interface TablePartition {
  readonly namespace: string;
  readonly name: string;
  readonly day: string;
  readonly rows: number;
  readonly sizeBytes: number;
  readonly files: number;
  readonly newestMicros: number;
}

/** Reads every registered table, by name. */
export async function listTableDefinitions({ pool }: Pooled): Promise<TableDefinition[]> {
  const { rows } = await pool.query<TableDefinition>(
    `SELECT namespace, name, doc_type AS "docType", version, description, columns FROM lake_table ORDER BY namespace, name`,
  );
  return rows;
}

/** Reads the names of the registered tables. */
export async function listTableNames({ pool }: Pooled): Promise<TableName[]> {
  const { rows } = await pool.query<TableName>("SELECT namespace, name FROM lake_table");
  return rows;
}

/** A registered table with the number of its rows. */
export interface CountedTable extends TableName {
  readonly description: string | null;
  readonly columns: readonly Column[];
  readonly rows: number;
}

/** Reads every registered table with its columns and the number of its rows, by name. */
export async function listCountedTables({ pool }: Pooled): Promise<CountedTable[]> {
  const { rows } = await pool.query<CountedTable>(
    `SELECT t.namespace, t.name, t.description, t.columns, coalesce(sum(f.rows), 0)::float8 AS rows
     FROM lake_table t
     LEFT JOIN lake_file f ON f.namespace = t.namespace AND f.table_name = t.name AND f.removed_by IS NULL
     GROUP BY t.namespace, t.name ORDER BY t.namespace, t.name`,
  );
  return rows;
}

/** Reads the days of all tables, or of one table, with their sizes, newest first. */
export async function listPartitions(
  { pool }: Pooled,
  table?: TableName,
): Promise<TablePartition[]> {
  const { rows } = await pool.query<TablePartition>(
    `SELECT namespace, table_name AS name, submission_date AS day, sum(rows)::float8 AS rows, sum(size_bytes)::float8 AS "sizeBytes", count(*)::int AS files, max(max_micros)::float8 AS "newestMicros"
     FROM lake_file WHERE removed_by IS NULL AND ($1::text IS NULL OR (namespace = $1 AND table_name = $2)) GROUP BY 1, 2, 3 ORDER BY 3 DESC`,
    [table?.namespace ?? null, table?.name ?? null],
  );
  return rows;
}

/** The table of a registered schema. */
export interface RegisteredTable extends TableName {
  readonly docType: string;
  readonly version: number;
  readonly columns: readonly Column[];
  readonly origin: "user" | "demo";
}

/** Adds a table or changes its columns; a table that a user registered keeps the origin `user`. */
export async function putTable(client: PoolClient, table: RegisteredTable): Promise<void> {
  const { namespace, name, docType, version, columns, origin } = table;
  await client.query(
    `INSERT INTO lake_table (namespace, name, doc_type, version, columns, origin) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (namespace, name) DO UPDATE SET columns = $5, origin = CASE WHEN lake_table.origin = 'user' THEN 'user' ELSE $6 END`,
    [namespace, name, docType, version, JSON.stringify(columns), origin],
  );
}
