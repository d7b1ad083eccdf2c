import type { Column, ColumnType } from "@headwater/schemas";
import { sortByName } from "./merge-types.ts";

const varchar: ColumnType = { kind: "varchar" };
const struct = (...names: string[]): ColumnType => ({
  kind: "struct",
  fields: names.map((name) => ({ name, type: varchar })),
});

const HEADER = struct(
  "date",
  "dnt",
  "x_debug_id",
  "x_foxsec_ip_reputation",
  "x_lb_tags",
  "x_pingsender_version",
  "x_source_tags",
  "x_telemetry_agent",
);

/** The `metadata` struct; only telemetry pings carry the application in their URI. */
function metadataType(isTelemetry: boolean): ColumnType {
  const groups: Column[] = [
    { name: "document_namespace", type: varchar },
    { name: "document_type", type: varchar },
    { name: "document_version", type: varchar },
    { name: "geo", type: struct("city", "country", "db_version", "subdivision1", "subdivision2") },
    { name: "header", type: HEADER },
    { name: "isp", type: struct("db_version", "name", "organization") },
    ...(isTelemetry
      ? [
          {
            name: "uri",
            type: struct("app_build_id", "app_name", "app_update_channel", "app_version", "uri"),
          },
        ]
      : []),
    { name: "user_agent", type: struct("browser", "os", "version") },
  ];
  return { kind: "struct", fields: groups };
}

/** Columns that every document table has (ingestion metadata model), whatever its schema says. */
export function pipelineColumns(namespace: string): Column[] {
  return [
    {
      name: "additional_properties",
      type: varchar,
      description: "JSON text of what had no column or did not fit; {} if nothing",
    },
    {
      name: "client_id",
      type: varchar,
      description: "Client, as lower-case UUID where it sent one; NULL if it sent nothing",
    },
    { name: "document_id", type: varchar, description: "UUID of the document, from its URI" },
    {
      name: "metadata",
      type: metadataType(namespace === "telemetry"),
      description: "What the pipeline knows of the submission",
    },
    {
      name: "normalized_app_name",
      type: varchar,
      description: "Application from a fixed list, else Other",
    },
    {
      name: "normalized_channel",
      type: varchar,
      description: "release, esr, beta, aurora, nightly or Other",
    },
    {
      name: "normalized_country_code",
      type: varchar,
      description: "ISO country of the client's address, by geo lookup",
    },
    {
      name: "normalized_os",
      type: varchar,
      description: "Windows, Mac, Linux, iOS, Android or Other",
    },
    {
      name: "normalized_os_version",
      type: varchar,
      description: "Up to three numbers of the system's version",
    },
    {
      name: "sample_id",
      type: { kind: "bigint" },
      description: "0 to 99, from the client's id: a fixed 1 % slice of the clients each",
    },
    {
      name: "submission_timestamp",
      type: { kind: "timestamp" },
      description: "When the edge accepted it (UTC)",
    },
  ];
}

/**
 * Columns of a document's table: the pipeline's own over the schema's. The client id is always
 * text, whatever the schema says.
 */
export function tableColumns(namespace: string, documentColumns: readonly Column[]): Column[] {
  const own = pipelineColumns(namespace);
  const names = new Set(own.map((column) => column.name));
  const rest = documentColumns.filter(
    (column) => !names.has(column.name) && column.name !== PARTITION,
  );
  return sortByName([...own, ...rest]);
}

/**
 * The partition folder has this name, so a document's own key of that name stays in
 * `additional_properties`.
 */
const PARTITION = "submission_date";
