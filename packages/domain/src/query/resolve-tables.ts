import { foldName } from "./fold-name.ts";

/** A table by its name in the lake. */
interface TableName {
  readonly namespace: string;
  readonly table: string;
}

/** The tables that the names of a statement stand for. */
export interface TableResolution<Named> {
  /** Each table once. */
  readonly tables: readonly TableName[];
  /** The first name for which no table exists. */
  readonly unknown: Named | null;
}

const VERSIONED = /^(.+)_v(\d+)$/;

/**
 * Names without a version, `namespace.type`. Each stands for the newest version, unless a table has
 * exactly that name.
 */
export function versionlessNames(tables: readonly TableName[]): Map<string, TableName> {
  const newest = new Map<string, { version: number; name: TableName }>();
  const taken = new Set(tables.map(({ namespace, table }) => `${namespace}.${table}`));
  for (const name of tables) {
    const [, base, digits] = VERSIONED.exec(name.table) ?? [];
    if (base === undefined || taken.has(`${name.namespace}.${base}`)) continue;
    const key = `${name.namespace}.${base}`;
    const version = Number(digits);
    if (version > (newest.get(key)?.version ?? -1)) newest.set(key, { version, name });
  }
  return new Map([...newest].map(([key, { name }]) => [key, name]));
}

/** Finds the tables that a statement names, without regard to case. */
export function resolveTables<Named extends { readonly schema: string; readonly name: string }>(
  named: readonly Named[],
  tables: readonly TableName[],
): TableResolution<Named> {
  const byName = new Map<string, TableName>(versionlessNames(tables));
  for (const name of tables) byName.set(`${name.namespace}.${name.table}`, name);
  const found = new Map<string, TableName>();
  for (const one of named) {
    const name = byName.get(foldName(`${one.schema}.${one.name}`));
    if (name === undefined) return { tables: [...found.values()], unknown: one };
    found.set(`${name.namespace}.${name.table}`, name);
  }
  return { tables: [...found.values()], unknown: null };
}
