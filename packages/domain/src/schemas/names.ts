import { RESERVED_COLUMNS } from "@headwater/schemas";
import type { SchemaProblem } from "./schema-problem.ts";
import { snakeCase } from "./snake-case.ts";

// Words of the engine's language that no name of a table can begin with unless it is quoted, and nobody would quote it. Its
// other words can (`values.x_v1`); a test asks the engine about each.
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

// In SQL these are the engine's own schemas and databases, or the pipeline's own tables.
const TAKEN: ReadonlyMap<string, string> = new Map([
  ...["main", "information_schema", "pg_catalog"].map(
    (name) => [name, "the SQL engine has a schema of that name"] as const,
  ),
  ...["memory", "system", "temp"].map(
    (name) => [name, "the SQL engine has a database of that name"] as const,
  ),
  ...SQL_WORDS.map(
    (name) => [name, "it is a word of SQL that no name of a table can begin with"] as const,
  ),
  ["pipeline", "the pipeline's own tables are there"],
  ["derived", "tables that jobs make are there"],
]);

/** Why a namespace can't be registered; null if it can. */
export function namespaceProblem(namespace: string): string | null {
  const name = snakeCase(namespace);
  const reason = TAKEN.get(name);
  if (reason !== undefined)
    return `the namespace \`${namespace}\` is taken: ${reason}; choose another one`;
  return null;
}

/** A registered table, and what it was registered as. */
export interface NamedTable {
  readonly namespace: string;
  readonly docType: string;
  /** SQL name without the namespace. */
  readonly table: string;
}

const VERSIONED = /^(.+)_v\d+$/;

/** What a new name does to those that are registered and they to it, though nothing forbids it: hidden short names, a namespace of SQL that two share. */
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

/** The warning for a document's own key whose column the pipeline fills; null for any other. */
export function reservedWarning(column: string): SchemaProblem | null {
  if (!RESERVED_COLUMNS.has(column) && column !== "submission_date") return null;
  return {
    path: column,
    reason:
      "this column is the pipeline's own: what a document has there stays in additional_properties",
  };
}
