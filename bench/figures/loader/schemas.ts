import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegisteredSchema } from "../../../packages/db/src/schemas/index.ts";
import {
  deriveColumns,
  type JsonSchema,
  readPipelineMetadata,
  tableColumns,
} from "../../../packages/domain/src/schemas/index.ts";

export type { RegisteredSchema };

type Name = Pick<RegisteredSchema, "namespace" | "docType" | "version">;

/** A schema of the corpus (without a corpus, of the demo) in the form of the registry. */
export function readRegistered(
  corpus: string | null,
  { namespace, docType, version }: Name,
): RegisteredSchema {
  const file = `${namespace}/${docType}/${docType}.${version}.schema.json`;
  const schema = readFileSync(join(rootOf(corpus, namespace), file), "utf8");
  const parsed = JSON.parse(schema) as JsonSchema;
  const columns = deriveColumns(parsed);
  if (columns === null) throw new Error(`${file} has no columns`);
  return {
    namespace,
    docType,
    version,
    schema,
    revision: 1,
    origin: "user",
    metadata: readPipelineMetadata(parsed),
    columns: tableColumns(namespace, columns),
  };
}

function rootOf(corpus: string | null, namespace: string): string {
  if (corpus === null) return join(import.meta.dirname, "../../../packages/schemas/demo");
  const folder = namespace === "telemetry" ? "pipeline-schemas" : "generated-schemas";
  return join(corpus, folder, "schemas");
}
