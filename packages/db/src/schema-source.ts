import { snakeCase } from "@headwater/domain/schemas";
import type { Database } from "./client.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { openSchemaRegistry, type RegisteredSchema } from "./schema-registry.ts";

/** Registered schemas in memory, for the loader: looked up for every document, refreshed when one changes. */
export interface SchemaSource {
  /** By namespace, document type (both compared in snake case) and version; null if that version is not registered. */
  find(namespace: string, docType: string, version: string): RegisteredSchema | null;
  /** True if any version of the type is registered. */
  knows(namespace: string, docType: string): boolean;
}

/** A source that can be brought up to date. */
export interface RefreshableSchemaSource extends SchemaSource {
  /** Reads the registry again; call it on the `schema_changed` notification. */
  refresh(): Promise<void>;
}

/** Opens a source over the registry; it is filled when this resolves. */
export async function openSchemaSource(database: Database): Promise<RefreshableSchemaSource> {
  const registry = openSchemaRegistry(database);
  let index = indexSchemas([]);
  const refresh = oneAtATime(async () => {
    index = indexSchemas(await registry.all());
  });
  await refresh();
  return {
    find: (namespace, docType, version) => index.find(namespace, docType, version),
    knows: (namespace, docType) => index.knows(namespace, docType),
    refresh,
  };
}

const MEMO_LIMIT = 4096;

/** A source over a fixed list. */
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
      const asked = `${namespace}/${docType}/${version}`;
      const known = seen.get(asked);
      if (known !== undefined) return known;
      const found = byKey.get(keyOf(namespace, docType, version)) ?? null;
      // Clients choose what they ask for: the memo is bounded.
      if (seen.size < MEMO_LIMIT) seen.set(asked, found);
      return found;
    },
    knows: (namespace, docType) => types.has(keyOf(namespace, docType, "")),
  };
}

function keyOf(namespace: string, docType: string, version: string): string {
  return `${snakeCase(namespace)}/${snakeCase(docType)}/${version}`;
}
