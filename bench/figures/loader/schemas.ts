import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegisteredSchema } from "../../../packages/db/src/index.ts";
import {
  deriveColumns,
  type JsonSchema,
  readPipelineMetadata,
  tableColumns,
} from "../../../packages/domain/src/schemas/index.ts";

export type { RegisteredSchema };

/** A schema of the corpus as the registry would hand it out. */
export function readRegistered(
  corpus: string,
  name: Pick<RegisteredSchema, "namespace" | "docType" | "version">,
): RegisteredSchema {
  const { namespace, docType, version } = name;
  const folder = namespace === "telemetry" ? "pipeline-schemas" : "generated-schemas";
  const file = `${folder}/schemas/${namespace}/${docType}/${docType}.${version}.schema.json`;
  const schema = readFileSync(join(corpus, file), "utf8");
  const parsed = JSON.parse(schema) as JsonSchema;
  const columns = deriveColumns(parsed);
  if (columns === null) throw new Error(`${file} has no columns`);
  return {
    ...{ ...name, schema, revision: 1, origin: "user" },
    metadata: readPipelineMetadata(parsed),
    columns: tableColumns(namespace, columns),
  };
}
