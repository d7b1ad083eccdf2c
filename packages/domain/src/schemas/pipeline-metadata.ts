import { isObject } from "./json-schema.ts";

/**
 * The instructions of a schema for the pipeline (`mozPipelineMetadata`); only the keys with an
 * effect here are typed.
 */
export interface PipelineMetadata {
  /** Last UTC day whose documents are collected, `YYYY-MM-DD`. */
  readonly collectThrough: string | null;
  readonly deleteAfterDays: number | null;
  readonly timestampGranularity: "micros" | "millis" | "seconds" | "minutes" | "hours" | "days";
  /** How many entries of X-Forwarded-For beyond the usual ones belong to trusted proxies. */
  readonly geoipSkipEntries: number;
  /** Attributes that are set to a value, or removed if the value is null. */
  readonly overrides: Readonly<Record<string, string | null>>;
  readonly sampleIdPath: readonly string[] | null;
  readonly sampleIdAttribute: string | null;
  readonly jsonPaths: string | null;
}

const KNOWN_KEYS = new Set([
  "$comment",
  "bq_dataset_family",
  "bq_metadata_format",
  "bq_table",
  "expiration_policy",
  "geoip_skip_entries",
  "include_client_id",
  "include_info_sections",
  "json_object_path_regex",
  "jwe_mappings",
  "override_attributes",
  "sample_id_source_uuid_attribute",
  "sample_id_source_uuid_payload_path",
  "split_config",
  "submission_timestamp_granularity",
]);
const GRANULARITIES = ["micros", "millis", "seconds", "minutes", "hours", "days"] as const;

/** The keys of the metadata that are not known. */
export function unknownMetadataKeys(metadata: unknown): string[] {
  return isObject(metadata) ? Object.keys(metadata).filter((key) => !KNOWN_KEYS.has(key)) : [];
}

/** Reads the metadata of a schema; absent keys get their defaults. */
export function readPipelineMetadata(metadata: unknown): PipelineMetadata {
  const source = isObject(metadata) ? metadata : {};
  const expiry = isObject(source["expiration_policy"]) ? source["expiration_policy"] : {};
  const path = source["sample_id_source_uuid_payload_path"];
  return {
    collectThrough: text(expiry["collect_through_date"]),
    deleteAfterDays:
      typeof expiry["delete_after_days"] === "number" ? expiry["delete_after_days"] : null,
    timestampGranularity:
      GRANULARITIES.find((unit) => unit === source["submission_timestamp_granularity"]) ?? "micros",
    geoipSkipEntries:
      typeof source["geoip_skip_entries"] === "number" ? source["geoip_skip_entries"] : 0,
    overrides: readOverrides(source["override_attributes"]),
    sampleIdPath: Array.isArray(path) ? path.map(String) : null,
    sampleIdAttribute: text(source["sample_id_source_uuid_attribute"]),
    jsonPaths: text(source["json_object_path_regex"]),
  };
}

function readOverrides(list: unknown): Record<string, string | null> {
  const entries = (Array.isArray(list) ? list : []).filter(isObject);
  return Object.fromEntries(entries.map((entry) => [String(entry["name"]), text(entry["value"])]));
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
