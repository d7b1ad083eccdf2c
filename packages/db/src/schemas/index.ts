export {
  hasOwnSchemas,
  type ImportOptions,
  type ImportOutcome,
  openSchemaRegistry,
  type RegisteredSchema,
  SCHEMA_CHANNEL,
  type SchemaRegistry,
  type SchemaSummary,
} from "./registry.ts";
export {
  indexSchemas,
  openSchemaSource,
  type RefreshableSchemaSource,
  type SchemaSource,
} from "./source.ts";
