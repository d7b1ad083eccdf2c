import type { Database } from "@headwater/db";
import { listCountedTables } from "@headwater/db/lake";
import { mayReadTable } from "@headwater/domain/query";
import type { Person } from "@headwater/domain/rights";
import {
  ACCOUNTING_TABLE,
  type Column,
  inReadingOrder,
  PARTITION_COLUMN,
  REJECTED_TABLE,
} from "@headwater/schemas";
import { fieldsOf, shortType } from "../catalog/public.ts";
import type { TreeColumn, TreeTable } from "./schema-filter.ts";

const PARTITION = { ...PARTITION_COLUMN, partition: true } as const;

/** Reads the tables that a person can name in SQL, with their columns and row counts. */
export async function readTree(
  database: Pick<Database, "pool">,
  reader: Person,
): Promise<TreeTable[]> {
  const tables = await listCountedTables(database);
  const lake = tables.map((row) => ({
    name: `${row.namespace}.${row.name}`,
    description: row.description ?? "",
    rows: row.rows,
    columns: inReadingOrder([...row.columns.map(columnOf), PARTITION]),
  }));
  // A table that the person may not read is left out, because a completion with its name would only
  // fail.
  return [...lake, accounting(), rejected()].filter(({ name }) => mayReadTable(reader, name));
}

function columnOf({ name, type, description }: Column): TreeColumn {
  const fields = fieldsOf(type).fields.map(columnOf);
  return {
    name,
    type: shortType(type),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

function rejected(): TreeTable {
  return {
    name: "pipeline.rejected",
    description: "Submissions that failed a step, with the reason and the original bytes",
    rows: null,
    columns: REJECTED_TABLE.columns.map(columnOf),
  };
}

function accounting(): TreeTable {
  const { namespace, name, description, columns } = ACCOUNTING_TABLE;
  return { name: `${namespace}.${name}`, description, rows: null, columns: columns.map(columnOf) };
}
