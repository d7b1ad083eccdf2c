import {
  type Column,
  type ManifestTable,
  REJECTED_TABLE,
  type TableDefinition,
} from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { readCatalogueVersion } from "./catalogue-version.ts";
import { LAKE_FILE_COLUMNS, type LakeFileRow, lakeFileOf } from "./manifest-rows.ts";

/**
 * The tables and files of the lake at one commit. A query reads these files although other files
 * land or are compacted meanwhile.
 */
export interface ManifestSnapshot {
  /** The newest commit of the snapshot; 0 for an empty lake. Equal ids mean equal files. */
  readonly commitId: number;
  readonly tables: readonly ManifestTable[];
}

interface TableName {
  readonly namespace: string;
  readonly table: string;
}

/**
 * The lake at one moment: all reads see the same names, columns and files although others commit
 * meanwhile.
 */
export interface LakeMoment {
  /** Equal versions mean equal names and columns of all tables. */
  readonly catalogueVersion: number;
  /** Reads all tables without files, with the rejected table. */
  definitions(): Promise<readonly TableDefinition[]>;
  /**
   * Reads the manifest of the named tables, or of all tables. Tables without rows are included
   * without files; unknown names are left out.
   */
  snapshot(tables?: readonly TableName[]): Promise<ManifestSnapshot>;
}

/** Runs `work` on the current state of the lake in one repeatable-read transaction. */
export async function atOneMoment<T>(
  { pool }: Pick<Database, "pool">,
  work: (moment: LakeMoment) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const value = await work({
      catalogueVersion: await readCatalogueVersion(client),
      definitions: () => readDefinitions(client, null),
      snapshot: (tables) => readTables(client, tables),
    });
    await client.query("COMMIT");
    client.release();
    return value;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Reads the manifest of the named tables, or of all tables, at one moment. */
export function readManifestSnapshot(
  database: Pick<Database, "pool">,
  tables?: readonly TableName[],
): Promise<ManifestSnapshot> {
  return atOneMoment(database, (moment) => moment.snapshot(tables));
}

async function readDefinitions(
  client: PoolClient,
  names: readonly string[] | null,
): Promise<readonly TableDefinition[]> {
  const { rows } = await client.query<{ namespace: string; name: string; columns: Column[] }>(
    `SELECT namespace, name, columns FROM lake_table
     WHERE $1::text[] IS NULL OR namespace || '.' || name = ANY($1) ORDER BY namespace, name`,
    [names],
  );
  return withRejected(rows, names);
}

async function readTables(
  client: PoolClient,
  tables: readonly TableName[] | undefined,
): Promise<ManifestSnapshot> {
  const names = tables?.map(({ namespace, table }) => `${namespace}.${table}`) ?? null;
  const definitions = await readDefinitions(client, names);
  const files = await client.query<LakeFileRow>(
    `SELECT ${LAKE_FILE_COLUMNS} FROM lake_file WHERE removed_by IS NULL
       AND ($1::text[] IS NULL OR namespace || '.' || table_name = ANY($1))
     ORDER BY submission_date, min_micros, path`,
    [names],
  );
  const commit = await client.query<{ id: string | null }>("SELECT max(id) AS id FROM lake_commit");
  const filesOf = Map.groupBy(
    files.rows.map(lakeFileOf),
    (file) => `${file.namespace}.${file.table}`,
  );
  return {
    commitId: Number(commit.rows[0]?.id ?? 0),
    tables: definitions.map(({ namespace, name, columns }) => ({
      namespace,
      table: name,
      columns,
      files: filesOf.get(`${namespace}.${name}`) ?? [],
    })),
  };
}

/** Adds the rejected table, which is part of every lake even if it is not registered. */
function withRejected(
  known: readonly TableDefinition[],
  names: readonly string[] | null,
): readonly TableDefinition[] {
  const { namespace, name } = REJECTED_TABLE;
  const wanted = names === null || names.includes(`${namespace}.${name}`);
  const there = known.some((table) => table.namespace === namespace && table.name === name);
  return wanted && !there ? [...known, REJECTED_TABLE] : known;
}
