import { type Database, readManifestSnapshot } from "@headwater/db";
import { versionlessNames } from "@headwater/domain/query";
import {
  type CompletionCatalogue,
  emptyTables,
  type ViewTable,
  viewColumns,
} from "@headwater/query";
import { ACCOUNTING_TABLE, type ManifestTable } from "@headwater/schemas";
import { ACCOUNTING } from "./accounting.ts";

/** Names and columns of what can be queried. */
export interface Catalogue {
  /** `namespace.table`, versioned names only. */
  readonly names: readonly { readonly namespace: string; readonly table: string }[];
  readonly completion: Pick<CompletionCatalogue, "tables">;
  /** Empty tables for the validator. */
  readonly definitions: readonly string[];
}

type Table = Pick<ManifestTable, "namespace" | "table" | "columns" | "files">;

/** Reads the catalogue; files play no part in it. */
export async function readCatalogue(database: Database): Promise<Catalogue> {
  const { tables } = await readManifestSnapshot(database);
  const names = [...tables.map(({ namespace, table }) => ({ namespace, table })), ACCOUNTING];
  const all: Table[] = [...tables, { ...ACCOUNTING, columns: ACCOUNTING_TABLE.columns, files: [] }];
  const views = withAliases(all);
  const columns = new Map<string, { name: string; type: string }[]>();
  for (const view of views)
    for (const name of [view.table.table, ...view.aliases])
      columns.set(`${view.table.namespace}.${name}`, viewColumns(view.table.columns));
  return { names, completion: { tables: columns }, definitions: emptyTables(views) };
}

/** Each table with its further names. */
export function withAliases(tables: readonly Table[]): Omit<ViewTable, "seed">[] {
  const aliases = [...versionlessNames(tables)];
  return tables.map((table) => ({
    table,
    aliases: aliases
      .filter(([, name]) => name.namespace === table.namespace && name.table === table.table)
      .map(([key]) => key.slice(table.namespace.length + 1)),
  }));
}
