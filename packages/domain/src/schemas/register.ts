import type { Column } from "@headwater/schemas";
import { checkSchema, type SchemaProblem } from "./check-schema.ts";
import { compareColumns } from "./compare-columns.ts";
import { deriveColumns, MAX_NODES } from "./derive-columns.ts";
import { tableColumns } from "./pipeline-columns.ts";
import { readPipelineMetadata } from "./pipeline-metadata.ts";
import { snakeCase } from "./snake-case.ts";

/** Name of a document schema. */
export interface SchemaName {
  readonly namespace: string;
  readonly docType: string;
  readonly version: number;
}

/** A file of a schema repository, path relative to its root or to any folder above the namespaces. */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

/** What a registration would do. */
export type Registration =
  | {
      readonly outcome: "registered" | "additive";
      readonly columns: readonly Column[];
      readonly metadata: unknown;
      readonly added: readonly string[];
    }
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "refused"; readonly reasons: readonly SchemaProblem[] };

const FILE = /(?:^|\/)([^/]+)\/([^/]+)\/([^/]+)\.(\d{1,6})\.schema\.json$/;
// Ours, and the schemas that every SQL engine of this family has.
const TAKEN = new Set(["pipeline", "main", "temp", "system", "information_schema", "pg_catalog"]);
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;

/** Reads `<namespace>/<docType>/<docType>.<version>.schema.json` (layout of mozilla-pipeline-schemas); null for another path. */
export function schemaNameOf(path: string): SchemaName | null {
  const match = FILE.exec(path);
  if (match === null) return null;
  const [, namespace = "", folder = "", docType = "", version = ""] = match;
  // Glean's own templates stand as `glean/glean/glean-min.1`: the file name is the type.
  const plain = NAME.test(namespace) && NAME.test(folder) && NAME.test(docType);
  return plain ? { namespace, docType, version: Number(version) } : null;
}

/** Table of a document schema: SQL name `<namespace>.<name>`. */
export function tableNameOf({ namespace, docType, version }: SchemaName): {
  namespace: string;
  name: string;
} {
  return { namespace: snakeCase(namespace), name: `${snakeCase(docType)}_v${version}` };
}

/** Decides what registering this text means, given what is registered under the name already (null if nothing). */
export function planRegistration(
  name: SchemaName,
  source: string,
  existing: { schema: string; columns: readonly Column[] } | null,
): Registration {
  if (TAKEN.has(snakeCase(name.namespace)))
    return refused(`the namespace \`${name.namespace}\` is taken by the system`);
  if (existing?.schema === source) return { outcome: "unchanged" };
  const { schema, problems } = checkSchema(source);
  if (schema === null) return { outcome: "refused", reasons: problems };
  const metadata = schema.mozPipelineMetadata ?? {};
  const { jsonPaths } = readPipelineMetadata(metadata);
  const derived = deriveColumns(
    schema,
    jsonPaths === null ? {} : { jsonPaths: new RegExp(jsonPaths) },
  );
  if (derived === null) return refused(`it has more than ${MAX_NODES} columns`);
  const columns = tableColumns(name.namespace, derived);
  if (existing === null) return { outcome: "registered", columns, metadata, added: [] };
  const { merged, added, conflicts } = compareColumns(existing.columns, columns);
  if (conflicts.length > 0) return { outcome: "refused", reasons: conflicts };
  return { outcome: "additive", columns: merged, metadata, added };
}

function refused(reason: string): Registration {
  return { outcome: "refused", reasons: [{ path: "", reason }] };
}
