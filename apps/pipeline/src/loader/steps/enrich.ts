import { crc32 } from "node:zlib";
import {
  type DocumentUri,
  normalizeAppName,
  normalizeChannel,
  normalizeClientId,
  normalizeCountry,
  normalizeOs,
  normalizeOsVersion,
} from "@headwater/domain/pings";
import { isObject, type PipelineMetadata } from "@headwater/domain/schemas";
import type { DocumentMetadata, Routing } from "../decision.ts";

type Document = Readonly<Record<string, unknown>>;

/** The values that the pipeline adds to a document. */
export interface Enrichment {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly normalizedChannel: string;
  readonly sampleId: number | null;
}

/** The values that enrichment reads. */
export interface EnrichInput {
  readonly submissionMicros: number;
  readonly uri: DocumentUri;
  readonly routing: Routing;
  readonly metadata: DocumentMetadata;
  readonly pipeline: PipelineMetadata;
  readonly document: Document;
  readonly clientId: ClientId | null;
}

/** A client id and its place in the document, so that its normal form can be written back. */
export interface ClientId {
  readonly value: string | null;
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

const MICROS_PER = {
  micros: 1,
  millis: 1000,
  seconds: 1_000_000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  days: 86_400_000_000,
} as const;

/**
 * Finds the client id at `client_info.client_id`, else at `client_id`, else at `clientId`. Its
 * value is null if the text is not a UUID.
 */
export function findClientId(document: Document): ClientId | null {
  const nested = document["client_info"];
  if (isObject(nested) && "client_id" in nested) return clientIdAt(nested, "client_id");
  if ("client_id" in document) return clientIdAt(document, "client_id");
  return "clientId" in document ? clientIdAt(document, "clientId") : null;
}

function clientIdAt(holder: Document, key: string): ClientId {
  return { value: normalizeClientId(holder[key]), holder: holder as Record<string, unknown>, key };
}

/** The sample id of a client, 0 to 99: the CRC-32 of its lower-case UUID, modulo 100. */
export function sampleIdOf(uuid: string): number {
  return crc32(uuid) % 100;
}

/**
 * Makes the pipeline's own columns. The client id in the document is replaced by its normal form,
 * as the public decoder does.
 */
export function enrich(input: EnrichInput): Enrichment {
  const { uri, routing, metadata, pipeline, document, clientId } = input;
  if (clientId !== null && clientId.value !== null) clientId.holder[clientId.key] = clientId.value;
  const sampleId = sampleSource(pipeline, document, clientId, routing);
  const { channel, os, osVersion, appName } = readApplication(uri, document);
  const overridden = pipeline.overrides["normalized_channel"];
  const normalizedChannel =
    overridden === undefined ? mapped(channel, normalizeChannel) : overridden;
  const fields = {
    submission_timestamp:
      input.submissionMicros - (input.submissionMicros % MICROS_PER[pipeline.timestampGranularity]),
    document_id: routing.documentId,
    client_id: hasNoKeyOfItsOwn(clientId, document) ? (clientId?.value ?? null) : null,
    sample_id: sampleId,
    normalized_app_name: mapped(appName, normalizeAppName),
    normalized_channel: normalizedChannel,
    normalized_country_code: mapped(metadata.geo?.["country"] ?? null, normalizeCountry),
    normalized_os: mapped(os, normalizeOs),
    normalized_os_version: mapped(osVersion, normalizeOsVersion),
    metadata: metadataColumn(routing, metadata, pipeline),
  };
  return { fields, normalizedChannel: normalizedChannel ?? "", sampleId };
}

/**
 * A client id at the top level of the document fills the column by its own key, unless a second
 * spelling of the key could come first.
 */
function hasNoKeyOfItsOwn(clientId: ClientId | null, document: Document): boolean {
  if (clientId === null || clientId.holder !== document) return true;
  return clientId.key === "client_id" && "clientId" in document;
}

function sampleSource(
  pipeline: PipelineMetadata,
  document: Document,
  clientId: ClientId | null,
  routing: Routing,
): number | null {
  const { sampleIdAttribute, sampleIdPath } = pipeline;
  const source =
    sampleIdAttribute === "document_id"
      ? routing.documentId
      : sampleIdPath === null
        ? (clientId?.value ?? null)
        : normalizeClientId(valueAt(document, sampleIdPath));
  return source === null ? null : sampleIdOf(source);
}

function readApplication(uri: DocumentUri, document: Document) {
  const application = objectAt(document, ["application"]);
  const client = objectAt(document, ["client_info"]);
  const system = objectAt(document, ["environment", "system", "os"]);
  return {
    channel:
      uri.app?.appUpdateChannel ?? text(application["channel"]) ?? text(client["app_channel"]),
    appName: uri.app?.appName ?? text(application["name"]),
    os: text(system["name"]) ?? text(client["os"]) ?? text(document["os"]),
    osVersion: text(system["version"]) ?? text(client["os_version"]) ?? text(document["osversion"]),
  };
}

function metadataColumn(
  routing: Routing,
  { geo, userAgent, header, uri }: DocumentMetadata,
  { overrides }: PipelineMetadata,
): object {
  return {
    document_namespace: routing.namespace,
    document_type: routing.docType,
    document_version: routing.docVersion,
    geo: overriddenGeo(geo, overrides),
    user_agent: userAgent,
    header,
    uri,
  };
}

function overriddenGeo(
  geo: DocumentMetadata["geo"],
  overrides: PipelineMetadata["overrides"],
): object | undefined {
  if (geo === undefined || Object.keys(overrides).length === 0) return geo;
  const changed: Record<string, string | null> = { ...geo };
  for (const [name, value] of Object.entries(overrides)) {
    if (name.startsWith("geo_")) changed[name.slice(4)] = value;
  }
  return changed;
}

function objectAt(document: Document, path: readonly string[]): Document {
  const value = valueAt(document, path);
  return isObject(value) ? value : NOTHING;
}

const NOTHING: Document = {};

function valueAt(document: Document, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function mapped(value: string | null, normalize: (value: string) => string): string | null {
  return value === null ? null : normalize(value);
}
