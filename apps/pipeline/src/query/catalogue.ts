import type { Database } from "@headwater/db";
import { atOneMoment, type LakeMoment } from "@headwater/db/lake";
import { versionlessNames } from "@headwater/domain/query";
import {
  type CompletionCatalogue,
  emptyTables,
  type ViewTable,
  viewColumns,
} from "@headwater/query";
import { ACCOUNTING_TABLE, type ManifestTable } from "@headwater/schemas";
import { ACCOUNTING } from "./accounting.ts";

/** The names and columns of the tables that can be queried. */
export interface Catalogue {
  /** The version at which the catalogue was read. */
  readonly version: number;
  /** `namespace.table`, versioned names only. */
  readonly names: readonly { readonly namespace: string; readonly table: string }[];
  readonly completion: Pick<CompletionCatalogue, "tables">;
  /** Empty tables for the validator. */
  readonly definitions: readonly string[];
}

/**
 * The catalogue in memory. A caller always gets the current catalogue, never an outdated copy.
 */
export interface CatalogueCopy {
  /** The catalogue of a moment of the lake. */
  at(moment: LakeMoment): Promise<Catalogue>;
  /** The catalogue as it is at the time of the call. */
  current(): Promise<Catalogue>;
}

/**
 * Keeps a copy of the catalogue and reads the catalogue again when its version has changed;
 * `onNewer` is called with each newer catalogue.
 */
export function openCatalogue(
  database: Pick<Database, "pool">,
  onNewer: (catalogue: Catalogue) => void,
): CatalogueCopy {
  let newest: Catalogue | null = null;
  let reading: { version: number; done: Promise<Catalogue> } | null = null;
  const read = async (moment: LakeMoment): Promise<Catalogue> => {
    const catalogue = await readCatalogue(moment);
    if (catalogue.version <= (newest?.version ?? -1)) return catalogue;
    newest = catalogue;
    onNewer(catalogue);
    return catalogue;
  };
  const at = async (moment: LakeMoment): Promise<Catalogue> => {
    const version = moment.catalogueVersion;
    if (newest?.version === version) return newest;
    // Many statements may need the new version at once: one of them reads it, the others wait.
    if (reading?.version === version) return reading.done.catch(() => read(moment));
    const done = read(moment);
    reading = { version, done };
    return done;
  };
  return { at, current: () => atOneMoment(database, at) };
}

type Table = Pick<ManifestTable, "namespace" | "table" | "columns" | "files">;

async function readCatalogue(moment: LakeMoment): Promise<Catalogue> {
  const definitions = await moment.definitions();
  const tables = definitions.map(({ namespace, name, columns }) => ({
    namespace,
    table: name,
    columns,
    files: [],
  }));
  const names = [...tables.map(({ namespace, table }) => ({ namespace, table })), ACCOUNTING];
  const all: Table[] = [...tables, { ...ACCOUNTING, columns: ACCOUNTING_TABLE.columns, files: [] }];
  const views = withAliases(all);
  const columns = new Map<string, { name: string; type: string }[]>();
  for (const view of views)
    for (const name of [view.table.table, ...view.aliases])
      columns.set(`${view.table.namespace}.${name}`, viewColumns(view.table.columns));
  return {
    version: moment.catalogueVersion,
    names,
    completion: { tables: columns },
    definitions: emptyTables(views),
  };
}

/** Adds to each table its aliases. */
export function withAliases(tables: readonly Table[]): Omit<ViewTable, "seed">[] {
  const aliases = [...versionlessNames(tables)];
  return tables.map((table) => ({
    table,
    aliases: aliases
      .filter(([, name]) => name.namespace === table.namespace && name.table === table.table)
      .map(([key]) => key.slice(table.namespace.length + 1)),
  }));
}
