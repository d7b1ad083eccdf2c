export { checkSchema } from "./check-schema.ts";
export { type ColumnConflict, compareColumns } from "./compare-columns.ts";
export { compileSchema, type Validate } from "./compile-schema.ts";
export { readDecimal } from "./decimal.ts";
export { deriveColumns } from "./derive-columns.ts";
export { isObject, type JsonSchema } from "./json-schema.ts";
export { type NamedTable, nameWarnings } from "./names.ts";
export { pipelineColumns, tableColumns } from "./pipeline-columns.ts";
export { type PipelineMetadata, readPipelineMetadata } from "./pipeline-metadata.ts";
export {
  planRegistration,
  type Registration,
  type SchemaFile,
  type SchemaName,
  schemaNameOf,
  tableNameOf,
  withoutMark,
} from "./register.ts";
export { READ_SCHEMAS, WRITE_SCHEMAS } from "./rights.ts";
export type { SchemaProblem } from "./schema-problem.ts";
export { columnName, snakeCase } from "./snake-case.ts";
