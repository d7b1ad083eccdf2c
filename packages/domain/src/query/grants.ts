import { REJECTED_TABLE } from "@headwater/schemas";
import type { Person, Role } from "../rights/index.ts";

/** A table by its name in the lake. */
interface TableName {
  readonly namespace: string;
  readonly table: string;
}

/** What a run read, as far as it is known. */
interface ReadTables {
  /** Role with which it ran. */
  readonly role: Role;
  /** `namespace.table` each; null where it was not recorded. */
  readonly tables: readonly string[] | null;
}

const REJECTED = `${REJECTED_TABLE.namespace}.${REJECTED_TABLE.name}`;

/** True for roles that may read what strangers sent and no schema has checked. */
const readsRejected = (role: Role): boolean => role !== "viewer";

/** True if the person may read the table of this name, `namespace.table`. Rules per person come here and nowhere else. */
export function mayReadTable({ role }: Person, name: string): boolean {
  return name !== REJECTED || readsRejected(role);
}

/** Tables that a person may read, of those there are; the others do not exist for them. */
export function readableTables<Table extends TableName>(
  reader: Person,
  tables: readonly Table[],
): readonly Table[] {
  return tables.filter(({ namespace, table }) => mayReadTable(reader, `${namespace}.${table}`));
}

/** What of a person decides over the rows of a result: results are shared only between equal contexts. */
export function securityContext({ role }: Pick<Person, "role">): string {
  return readsRejected(role) ? "lake:all" : "lake:checked";
}

/** True if a person may see the rows that somebody's run made: where that run could read no more than they may, or did not. */
export function mayReadRows(reader: Person, { role, tables }: ReadTables): boolean {
  if (readsRejected(reader.role) || !readsRejected(role)) return true;
  return tables?.every((name) => mayReadTable(reader, name)) ?? false;
}
