import { isAbsolute, join } from "node:path";
import {
  type Column,
  inReadingOrder,
  type ManifestTable,
  PARTITION_COLUMN,
  quoteIdentifier,
  quoteLiteral,
  sqlType,
} from "@headwater/schemas";

/** A table that a statement names, with everything that its view needs. */
export interface ViewTable {
  readonly table: Pick<ManifestTable, "namespace" | "table" | "columns" | "files">;
  /** A Parquet file without rows that has every column, in a folder named `submission_date=…`. */
  readonly seed: string;
  /** Further names of the same table in its namespace, e.g. the name without the version. */
  readonly aliases: readonly string[];
}

/** Statements that make the views, and the files that the views read. */
export interface ViewPlan {
  readonly statements: readonly string[];
  readonly paths: readonly string[];
}

/**
 * Plans views over exactly the files of a manifest. The seed comes first, because it fixes the
 * types of columns that other files lack.
 */
export function planViews(lakeRoot: string, tables: readonly ViewTable[]): ViewPlan {
  const paths: string[] = [];
  const statements: string[] = [];
  for (const name of new Set(tables.map(({ table }) => table.namespace)))
    statements.push(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`);
  for (const { table, seed, aliases } of tables) {
    const files = [seed, ...table.files.map(({ path }) => absolute(lakeRoot, path))];
    paths.push(...files);
    const schema = quoteIdentifier(table.namespace);
    const columns = viewColumns(table.columns)
      .map(({ name }) => quoteIdentifier(name))
      .join(", ");
    const own = `${schema}.${quoteIdentifier(table.table)}`;
    statements.push(
      `CREATE VIEW ${own} AS SELECT ${columns} FROM read_parquet([${files.map(quoteLiteral).join(", ")}], union_by_name = true, hive_partitioning = true, hive_types = {'submission_date': DATE})`,
    );
    for (const alias of aliases)
      statements.push(`CREATE VIEW ${schema}.${quoteIdentifier(alias)} AS SELECT * FROM ${own}`);
  }
  return { statements, paths };
}

/**
 * Names and SQL types of a table's view in reading order: the table's own columns and, after the
 * time of submission, the day of the partition.
 */
export function viewColumns(columns: readonly Column[]): { name: string; type: string }[] {
  const own = columns.map(({ name, type }) => ({ name, type: sqlType(type) }));
  const at = own.findIndex(({ name }) => name === "submission_timestamp") + 1;
  // A table without that column, e.g. the accounting, has no files in the lake.
  if (at === 0) return own;
  const { name, type } = PARTITION_COLUMN;
  return inReadingOrder(own.toSpliced(at, 0, { name, type }));
}

/**
 * Empty tables with the names and types of the views, against which the validator checks
 * statements.
 */
export function emptyTables(tables: readonly Pick<ViewTable, "table" | "aliases">[]): string[] {
  const statements: string[] = [];
  for (const name of new Set(tables.map(({ table }) => table.namespace)))
    statements.push(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`);
  for (const { table, aliases } of tables) {
    const schema = quoteIdentifier(table.namespace);
    const columns = viewColumns(table.columns)
      .map(({ name, type }) => `${quoteIdentifier(name)} ${type}`)
      .join(", ");
    const own = `${schema}.${quoteIdentifier(table.table)}`;
    statements.push(`CREATE TABLE ${own} (${columns})`);
    for (const alias of aliases)
      statements.push(`CREATE VIEW ${schema}.${quoteIdentifier(alias)} AS SELECT * FROM ${own}`);
  }
  return statements;
}

function absolute(root: string, path: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
