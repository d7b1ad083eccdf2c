import { REJECTED_TABLE } from "@headwater/schemas";
import type { Person, Role } from "../rights/index.ts";

/** A table by its name in the lake. */
interface TableName {
  readonly namespace: string;
  readonly table: string;
}

/** The tables that a run read, as far as they are known. */
interface ReadTables {
  /** Role of the author at the time of the run. */
  readonly role: Role;
  /** `namespace.table` of each table; null if the tables were not recorded. */
  readonly tables: readonly string[] | null;
}

const REJECTED = `${REJECTED_TABLE.namespace}.${REJECTED_TABLE.name}`;

/** True for roles that may read documents that no schema has checked. */
const readsRejected = (role: Role): boolean => role !== "viewer";

/**
 * True if the person may read the table of this name, `namespace.table`. Rules per person belong in
 * this function and nowhere else.
 */
export function mayReadTable({ role }: Person, name: string): boolean {
  return name !== REJECTED || readsRejected(role);
}

/** The tables that a person may read; for that person other tables do not exist. */
export function readableTables<Table extends TableName>(
  reader: Person,
  tables: readonly Table[],
): readonly Table[] {
  return tables.filter(({ namespace, table }) => mayReadTable(reader, `${namespace}.${table}`));
}

/**
 * The rights of a person that decide which rows a result has. Two people share a cached result only
 * if both have the same context.
 */
export function securityContext({ role }: Pick<Person, "role">): string {
  return readsRejected(role) ? "lake:all" : "lake:checked";
}

/**
 * True if a person may read the rows of another person's run: the author's role could read no more
 * than this person may, or the run read only tables that this person may read.
 */
export function mayReadRows(reader: Person, { role, tables }: ReadTables): boolean {
  if (readsRejected(reader.role) || !readsRejected(role)) return true;
  return tables?.every((name) => mayReadTable(reader, name)) ?? false;
}
