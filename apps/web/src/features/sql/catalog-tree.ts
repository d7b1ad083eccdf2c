import type { Database } from "@headwater/db";
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

interface Row {
  readonly namespace: string;
  readonly name: string;
  readonly description: string | null;
  readonly columns: readonly Column[];
  readonly rows: string;
}

const PARTITION = { ...PARTITION_COLUMN, partition: true } as const;

/** Tables that a person can name in SQL, with their columns and row counts. */
export async function readTree(
  { pool }: Pick<Database, "pool">,
  reader: Person,
): Promise<TreeTable[]> {
  const { rows } = await pool.query<Row>(
    `SELECT t.namespace, t.name, t.description, t.columns, coalesce(sum(f.rows), 0) AS rows
     FROM lake_table t
     LEFT JOIN lake_file f ON f.namespace = t.namespace AND f.table_name = t.name AND f.removed_by IS NULL
     GROUP BY t.namespace, t.name ORDER BY t.namespace, t.name`,
  );
  const lake = rows.map((row) => ({
    name: `${row.namespace}.${row.name}`,
    description: row.description ?? "",
    rows: Number(row.rows),
    columns: inReadingOrder([...row.columns.map(columnOf), PARTITION]),
  }));
  // What a person cannot read is not named to them either: a completion that then fails helps nobody.
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
