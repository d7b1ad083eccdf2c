import type { Column } from "@headwater/schemas";
import { checkSchema } from "./check-schema.ts";
import { compareColumns } from "./compare-columns.ts";
import { deriveColumns } from "./derive-columns.ts";
import type { JsonSchema } from "./json-schema.ts";
import { MAX_COLUMNS, tableProblem } from "./limits.ts";
import { namespaceProblem, reservedWarning } from "./names.ts";
import { tableColumns } from "./pipeline-columns.ts";
import { readPipelineMetadata } from "./pipeline-metadata.ts";
import type { SchemaProblem } from "./schema-problem.ts";
import { snakeCase } from "./snake-case.ts";

/** Name of a document schema. */
export interface SchemaName {
  readonly namespace: string;
  readonly docType: string;
  readonly version: number;
}

/**
 * A file of a schema repository, path relative to its root or to any folder above the namespaces.
 */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

/** The result that a registration would have. */
export type Registration =
  | {
      readonly outcome: "registered" | "additive";
      readonly columns: readonly Column[];
      readonly metadata: unknown;
      readonly added: readonly string[];
      /** Allowed effects that the author may not expect. */
      readonly warnings: readonly SchemaProblem[];
    }
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "refused"; readonly reasons: readonly SchemaProblem[] };

const FILE = /(?:^|\/)([^/]+)\/([^/]+)\/([^/]+)\.(\d{1,6})\.schema\.json$/;
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;

/**
 * Reads `<namespace>/<docType>/<docType>.<version>.schema.json` (layout of
 * mozilla-pipeline-schemas); null for another path.
 */
export function schemaNameOf(path: string): SchemaName | null {
  const match = FILE.exec(path);
  if (match === null) return null;
  const [, namespace = "", folder = "", docType = "", version = ""] = match;
  // Glean's own templates have paths such as `glean/glean/glean-min.1`, so the file name is the
  // type.
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

/** The text of a file without the byte order mark that some editors put first. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/**
 * Decides the result of registering this text under the name; `existing` is the schema that is
 * registered already, null if none is.
 */
export function planRegistration(
  name: SchemaName,
  source: string,
  existing: { schema: string; columns: readonly Column[] } | null,
): Registration {
  const taken = namespaceProblem(name.namespace);
  if (taken !== null) return refused({ path: "", reason: taken });
  if (existing?.schema === source) return { outcome: "unchanged" };
  const { schema, problems } = checkSchema(source);
  if (schema === null) return { outcome: "refused", reasons: problems };
  const derived = deriveTable(name, schema);
  if (derived === null)
    return refused({ path: "", reason: `it has more than ${MAX_COLUMNS} columns` });
  const { columns, warnings } = derived;
  const metadata = schema.mozPipelineMetadata ?? {};
  const known = existing === null ? null : compareColumns(existing.columns, columns);
  if (known !== null && known.conflicts.length > 0)
    return { outcome: "refused", reasons: known.conflicts };
  const problem = tableProblem(known?.merged ?? columns);
  if (problem !== null) return refused(problem);
  if (known === null) return { outcome: "registered", columns, metadata, added: [], warnings };
  return { outcome: "additive", columns: known.merged, metadata, added: known.added, warnings };
}

const MOST_WARNINGS = 20;

/**
 * The columns of a table, with warnings for keys that get no column of their own; null for too many
 * columns.
 */
function deriveTable(
  { namespace }: SchemaName,
  schema: JsonSchema,
): { columns: readonly Column[]; warnings: readonly SchemaProblem[] } | null {
  const { jsonPaths } = readPipelineMetadata(schema.mozPipelineMetadata);
  const warnings: SchemaProblem[] = [];
  const derived = deriveColumns(schema, {
    ...(jsonPaths === null ? {} : { jsonPaths: new RegExp(jsonPaths) }),
    onMerged: (path, [first, other]) =>
      warnings.push({
        path,
        reason: `\`${first}\` and \`${other}\` share one column: if a document has both keys, the second one stays in additional_properties`,
      }),
  });
  if (derived === null) return null;
  warnings.push(
    ...derived.map(({ name }) => reservedWarning(name)).filter((warning) => warning !== null),
  );
  return {
    columns: tableColumns(namespace, derived),
    warnings: warnings.slice(0, MOST_WARNINGS),
  };
}

function refused(problem: SchemaProblem): Registration {
  return { outcome: "refused", reasons: [problem] };
}
