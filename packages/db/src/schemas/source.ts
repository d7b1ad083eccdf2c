import { snakeCase } from "@headwater/domain/schemas";
import type { Database } from "../client.ts";
import { readCatalogueVersion } from "../lake/index.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { type RegisteredSchema, type SchemaRow, schemaOfRow } from "./registry.ts";

/**
 * The registered schemas in memory. The loader looks up a schema for every document and refreshes
 * the schemas before each batch.
 */
export interface SchemaSource {
  /**
   * Finds a schema by namespace, document type (both compared in snake case) and version; null if
   * this version is not registered.
   */
  find(namespace: string, docType: string, version: string): RegisteredSchema | null;
  /** True if any version of the type is registered. */
  knows(namespace: string, docType: string): boolean;
}

/** A source that can be refreshed. */
export interface RefreshableSchemaSource extends SchemaSource {
  /**
   * When this resolves, the source knows every schema that was registered before the call. Costs
   * one small read if no schema has changed.
   */
  refresh(): Promise<void>;
}

/** Opens a source with the current schemas of the registry. */
export async function openSchemaSource({
  pool,
}: Pick<Database, "pool">): Promise<RefreshableSchemaSource> {
  let copies: Copies = new Map();
  let index = indexSchemas([]);
  let version = -1;
  const refresh = oneAtATime(async () => {
    // The version is read first: if the schemas already contain a later change, the next refresh
    // only reads them once more.
    const newest = await readCatalogueVersion(pool);
    if (newest === version) return;
    copies = await readChanges(pool, copies);
    index = indexSchemas([...copies.values()]);
    version = newest;
  });
  await refresh();
  return {
    find: (namespace, docType, version) => index.find(namespace, docType, version),
    knows: (namespace, docType) => index.knows(namespace, docType),
    refresh,
  };
}

/** The schemas by the stamp of their row; each change gives a row another stamp. */
type Copies = ReadonlyMap<string, RegisteredSchema>;

// `xmin` is the transaction that wrote a row, so that it distinguishes the versions of the row.
const STAMP = "concat_ws('/', namespace, doc_type, version, xmin) AS stamp";

/**
 * Reads the current schemas. An unchanged schema stays the same object, because its compiled
 * validator is stored by the object.
 */
async function readChanges(pool: Database["pool"], known: Copies): Promise<Copies> {
  const there = await pool.query<{ stamp: string }>(`SELECT ${STAMP} FROM schema_version`);
  const stamps = there.rows.map(({ stamp }) => stamp);
  const kept = stamps.filter((stamp) => known.has(stamp));
  const { rows } = await pool.query<SchemaRow & { stamp: string }>(
    `SELECT * FROM (SELECT *, ${STAMP} FROM schema_version) AS stamped WHERE stamp <> ALL($1::text[])`,
    [kept],
  );
  const copies = new Map(rows.map((row) => [row.stamp, schemaOfRow(row)]));
  for (const stamp of kept) {
    const schema = known.get(stamp);
    if (schema !== undefined) copies.set(stamp, schema);
  }
  return copies;
}

const MEMO_LIMIT = 4096;

/** Makes a source with a fixed list of schemas. */
export function indexSchemas(schemas: readonly RegisteredSchema[]): SchemaSource {
  const byKey = new Map(
    schemas.map((schema) => [
      keyOf(schema.namespace, schema.docType, String(schema.version)),
      schema,
    ]),
  );
  const types = new Set(schemas.map((schema) => keyOf(schema.namespace, schema.docType, "")));
  const seen = new Map<string, RegisteredSchema | null>();
  return {
    find(namespace, docType, version) {
      const requested = `${namespace}/${docType}/${version}`;
      const known = seen.get(requested);
      if (known !== undefined) return known;
      const found = byKey.get(keyOf(namespace, docType, version)) ?? null;
      // Clients choose these names, so that the memo needs a limit.
      if (seen.size < MEMO_LIMIT) seen.set(requested, found);
      return found;
    },
    knows: (namespace, docType) => types.has(keyOf(namespace, docType, "")),
  };
}

function keyOf(namespace: string, docType: string, version: string): string {
  return `${snakeCase(namespace)}/${snakeCase(docType)}/${version}`;
}
