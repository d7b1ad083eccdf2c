/**
 * Types a lake column can have; written to Parquet and read by SQL under the name in the comment.
 */
export type ColumnType =
  | { readonly kind: "boolean" } // BOOLEAN
  | { readonly kind: "bigint" } // BIGINT
  | { readonly kind: "double" } // DOUBLE
  | { readonly kind: "varchar" } // VARCHAR
  | { readonly kind: "json" } // VARCHAR holding JSON text
  | { readonly kind: "timestamp" } // TIMESTAMP, microseconds UTC
  | { readonly kind: "blob" } // BLOB
  | { readonly kind: "list"; readonly element: ColumnType } // T[]
  | { readonly kind: "struct"; readonly fields: readonly Column[] } // STRUCT(...)
  | { readonly kind: "map"; readonly value: ColumnType }; // MAP(VARCHAR, T)

/** One column or struct field; every column is nullable. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description?: string;
}

/**
 * A table of the lake: SQL name `<namespace>.<name>`, partitioned by `submission_date` (UTC day,
 * not stored in the file).
 */
export interface TableDefinition {
  /** Snake case, e.g. `telemetry`. */
  readonly namespace: string;
  /** Snake case with version, e.g. `main_v4`. */
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * Columns that only the pipeline fills. A document's own key of such a name goes to
 * `additional_properties`. `client_id` is not one of these columns.
 */
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  "additional_properties",
  "document_id",
  "metadata",
  "normalized_app_name",
  "normalized_channel",
  "normalized_country_code",
  "normalized_os",
  "normalized_os_version",
  "sample_id",
  "submission_timestamp",
]);

/**
 * The column that every lake table gets from the names of its folders; no file has the column. The
 * type is SQL.
 */
export const PARTITION_COLUMN = {
  name: "submission_date",
  type: "DATE",
  description: "UTC day of acceptance; the partition",
} as const;

// The columns that people look for first. A document's own columns follow, then LAST.
const FIRST: readonly string[] = [
  "document_id",
  "submission_timestamp",
  PARTITION_COLUMN.name,
  "client_id",
  "sample_id",
  "normalized_app_name",
  "normalized_channel",
  "normalized_country_code",
  "normalized_os",
  "normalized_os_version",
  "metadata",
];
const LAST = "additional_properties";

/** Sorts the columns of a document's table for people; the order of any other table stays. */
export function inReadingOrder<T extends { readonly name: string }>(columns: readonly T[]): T[] {
  if (!columns.some(({ name }) => name === LAST)) return [...columns];
  const rank = ({ name }: T): number => {
    if (name === LAST) return FIRST.length + 1;
    const at = FIRST.indexOf(name);
    return at < 0 ? FIRST.length : at;
  };
  return columns.toSorted((one, other) => rank(one) - rank(other));
}

const SCALARS = {
  boolean: "BOOLEAN",
  bigint: "BIGINT",
  double: "DOUBLE",
  varchar: "VARCHAR",
  json: "VARCHAR",
  timestamp: "TIMESTAMP",
  blob: "BLOB",
} as const;

/** The number of columns with values, including the columns inside a type. */
export function leavesOf(type: ColumnType): number {
  switch (type.kind) {
    case "struct":
      return type.fields.reduce((sum, field) => sum + leavesOf(field.type), 0);
    case "list":
      return leavesOf(type.element);
    case "map":
      return 1 + leavesOf(type.value);
    default:
      return 1;
  }
}

/** Quotes an SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes an SQL string literal. */
export function quoteLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Renders a column type as DuckDB SQL, e.g. `STRUCT("country" VARCHAR)[]`. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case "list":
      return `${sqlType(type.element)}[]`;
    case "map":
      return `MAP(VARCHAR, ${sqlType(type.value)})`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${quoteIdentifier(field.name)} ${sqlType(field.type)}`).join(", ")})`;
    default:
      return SCALARS[type.kind];
  }
}
