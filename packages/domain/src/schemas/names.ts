import { RESERVED_COLUMNS } from "@headwater/schemas";
import type { SchemaProblem } from "./schema-problem.ts";
import { snakeCase } from "./snake-case.ts";

// Keywords of the engine with which a table's name can't begin without quotes. Other keywords can
// begin a name (`values.x_v1`); a test asks the engine about each keyword.
const SQL_WORDS = [
  "all analyse analyze and anti any array as asc asof asymmetric at authorization binary",
  "both by case cast check collate collation column concurrently constraint create cross",
  "default deferrable desc describe distinct do else end except false fetch for foreign",
  "freeze from full glob group having ilike in initially inner intersect into is isnull",
  "join lambda lateral leading left like limit natural not notnull null offset on only or",
  "order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify",
  "references returning right select semi show similar some summarize symmetric table",
  "tablesample then to trailing true union unique unpack unpivot using variadic verbose",
  "when where window with",
].flatMap((line) => line.split(" "));

// Names that SQL already uses for the engine's own schemas and databases, or for the pipeline's own
// tables.
const TAKEN: ReadonlyMap<string, string> = new Map([
  ...["main", "information_schema", "pg_catalog"].map(
    (name) => [name, "the SQL engine has a schema of that name"] as const,
  ),
  ...["memory", "system", "temp"].map(
    (name) => [name, "the SQL engine has a database of that name"] as const,
  ),
  ...SQL_WORDS.map(
    (name) => [name, "it is a word of SQL with which no name of a table can begin"] as const,
  ),
  ["pipeline", "the pipeline's own tables are in it"],
  ["derived", "tables that jobs make are in it"],
]);

/** The reason why a namespace can't be registered; null if it can be registered. */
export function namespaceProblem(namespace: string): string | null {
  const name = snakeCase(namespace);
  const reason = TAKEN.get(name);
  if (reason !== undefined)
    return `the namespace \`${namespace}\` is taken: ${reason}; choose another one`;
  return null;
}

/** A registered table with the namespace and the document type of its schema. */
export interface NamedTable {
  readonly namespace: string;
  readonly docType: string;
  /** SQL name without the namespace. */
  readonly table: string;
}

const VERSIONED = /^(.+)_v\d+$/;

/**
 * Warnings about an allowed new name that conflicts with registered names: a short name that a
 * table hides, or one SQL namespace for two namespaces.
 */
export function nameWarnings(own: NamedTable, others: readonly NamedTable[]): SchemaProblem[] {
  const space = snakeCase(own.namespace);
  const near = others.filter((other) => snakeCase(other.namespace) === space);
  const reasons = new Set<string>();
  for (const other of near) {
    if (other.namespace !== own.namespace)
      reasons.add(
        `its tables are in the namespace ${space}, and so are those of ${other.namespace}`,
      );
    if (other.docType !== own.docType && snakeCase(other.docType) === snakeCase(own.docType))
      reasons.add(
        `documents of ${own.namespace}/${own.docType} and ${other.namespace}/${other.docType} are of one type: ${space}.${snakeCase(own.docType)} is the newest version of both`,
      );
    for (const [short, long] of [
      [own.table, other],
      [other.table, own],
    ] as const)
      if (VERSIONED.exec(long.table)?.[1] === short)
        reasons.add(
          `${space}.${short} is a table, so it does not stand for the newest version of ${long.namespace}/${long.docType}: write ${space}.${long.table} for that`,
        );
  }
  return [...reasons].map((reason) => ({ path: "", reason }));
}

/**
 * The warning for a key of a document whose column the pipeline fills itself; null for any other
 * key.
 */
export function reservedWarning(column: string): SchemaProblem | null {
  if (!RESERVED_COLUMNS.has(column) && column !== "submission_date") return null;
  return {
    path: column,
    reason:
      "this column is the pipeline's own: a document's value for this key stays in additional_properties",
  };
}
