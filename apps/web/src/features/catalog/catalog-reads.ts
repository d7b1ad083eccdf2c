import type { Database } from "@headwater/db";
import {
  listPartitions,
  listTableDefinitions,
  type TableDefinition,
  type TablePartition,
} from "@headwater/db/lake";
import { mayReadTable } from "@headwater/domain/query";
import type { Person } from "@headwater/domain/rights";
import { snakeCase } from "@headwater/domain/schemas";
import {
  ACCOUNTING_TABLE,
  type Column,
  inReadingOrder,
  PARTITION_COLUMN,
  quoteIdentifier,
  REJECTED_TABLE,
} from "@headwater/schemas";
import type { Context } from "../../server/context.ts";
import { runStatement } from "../../server/run-statement.ts";
import type { Viewer } from "../../server/session.ts";
import { type ColumnLine, columnLines } from "./column-lines.ts";

interface TableName {
  readonly namespace: string;
  readonly name: string;
}

/** The number of days in the small chart of a table. */
const SPARK_DAYS = 21;
const SAMPLE_ROWS = 20;
const DAY_MS = 86_400_000;

/** Every table that a person may read, with its size, newest data and rows per day. */
export async function listTables(database: Database, reader: Person) {
  const [definitions, partitions] = await Promise.all([
    readDefinitions(database, reader),
    listPartitions(database),
  ]);
  const byTable = Map.groupBy(partitions, keyOf);
  const today = database.now();
  return definitions.map((definition) =>
    summaryOf(definition, byTable.get(keyOf(definition)) ?? [], today),
  );
}

/**
 * One table with its columns as a tree and its partitions by day; null where the person may read no
 * table of that name.
 */
export async function tableDetail(database: Database, reader: Person, wanted: TableName) {
  const definitions = await readDefinitions(database, reader);
  const definition = definitions.find((one) => keyOf(one) === keyOf(wanted));
  if (definition === undefined) return null;
  const partitions = await listPartitions(database, wanted);
  const { docType, version, columns } = definition;
  return {
    ...summaryOf(definition, partitions, database.now()),
    docType,
    version,
    alias: isNewest(definition, definitions)
      ? `${definition.namespace}.${snakeCase(docType ?? "")}`
      : null,
    columns: isCounts(definition) ? columnLines(columns) : linesWithDay(columns),
    partitions: partitions.map(({ day, rows, sizeBytes, files }) => ({
      day,
      rows,
      sizeBytes,
      files,
    })),
  };
}

/** Reads a few of the newest rows with the viewer's own rights. */
export async function sampleRows(
  context: Context & { readonly viewer: Viewer },
  { namespace, name }: TableName,
) {
  const table = `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}`;
  // Only the newest partition is opened, so a table of many years costs no more than one of a day.
  const newest = isCounts({ namespace, name })
    ? "ORDER BY minute DESC"
    : `WHERE submission_date = (SELECT max(submission_date) FROM ${table})`;
  const sql = `SELECT * FROM ${table} ${newest} LIMIT ${SAMPLE_ROWS}`;
  const { columns, rows } = await runStatement(context, context.viewer, {
    sql,
    rowLimit: SAMPLE_ROWS,
  });
  return { columns: [...columns], rows: rows.map((row) => [...row]) };
}

async function readDefinitions(database: Database, reader: Person): Promise<TableDefinition[]> {
  const rows = await listTableDefinitions(database);
  const rejected = {
    ...REJECTED_TABLE,
    docType: null,
    version: null,
    description: "Submissions that failed a step, with their bytes as sent",
  };
  // The rejected table exists from the first rejected ping on, but people look for the table
  // before.
  const lake = rows.some((row) => keyOf(row) === keyOf(rejected)) ? rows : [...rows, rejected];
  const all = [...lake, { ...ACCOUNTING_TABLE, docType: null, version: null }];
  return all.filter((one) => mayReadTable(reader, keyOf(one)));
}

const isCounts = (table: TableName): boolean => keyOf(table) === keyOf(ACCOUNTING_TABLE);

/** Adds the partition column, which no file holds: its type is not a type of the files' columns. */
function linesWithDay(columns: readonly Column[]): ColumnLine[] {
  const { name, type, description } = PARTITION_COLUMN;
  const day = { path: name, name, depth: 0, type, description, hasChildren: false };
  return inReadingOrder<Column | ColumnLine>([...columns, day]).flatMap((column) =>
    "path" in column ? [column] : columnLines([column]),
  );
}

function summaryOf(
  { namespace, name, description }: TableDefinition,
  partitions: readonly TablePartition[],
  today: Date,
) {
  const sum = (pick: (partition: TablePartition) => number) =>
    partitions.reduce((total, partition) => total + pick(partition), 0);
  const newest = Math.max(0, ...partitions.map((partition) => partition.newestMicros));
  return {
    namespace,
    name,
    description,
    rows: sum((partition) => partition.rows),
    sizeBytes: sum((partition) => partition.sizeBytes),
    files: sum((partition) => partition.files),
    newest: newest === 0 ? null : new Date(newest / 1000),
    days: rowsPerDay(partitions, today),
    isComputed: isCounts({ namespace, name }),
  };
}

function rowsPerDay(partitions: readonly TablePartition[], today: Date): number[] {
  const rows = new Map(partitions.map((partition) => [partition.day, partition.rows]));
  return Array.from({ length: SPARK_DAYS }, (_, index) => {
    const day = new Date(today.getTime() - (SPARK_DAYS - 1 - index) * DAY_MS)
      .toISOString()
      .slice(0, 10);
    return rows.get(day) ?? 0;
  });
}

function isNewest(definition: TableDefinition, all: readonly TableDefinition[]): boolean {
  if (definition.docType === null || definition.version === null) return false;
  return all.every(
    (one) =>
      one.namespace !== definition.namespace ||
      one.docType !== definition.docType ||
      (one.version ?? 0) <= (definition.version ?? 0),
  );
}

function keyOf({ namespace, name }: TableName): string {
  return `${namespace}.${name}`;
}
