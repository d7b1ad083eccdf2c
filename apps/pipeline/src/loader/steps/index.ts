import type { RegisteredSchema, SchemaSource } from "@headwater/db/schemas";
import {
  type DocumentUri,
  type Outcome,
  ok,
  parseDocumentUri,
  parseUserAgent,
  reject,
  scrub,
  type UserAgent,
} from "@headwater/domain/pings";
import { tableNameOf, type Validate } from "@headwater/domain/schemas";
import type { Envelope, TableDefinition } from "@headwater/schemas";
import type { DecidedDocument, Decision, DocumentMetadata, Routing } from "../decision.ts";
import { type ClientId, enrich, findClientId } from "./enrich.ts";
import { clientAddress, type GeoLookup } from "./geo.ts";
import { memoize } from "./memoize.ts";
import { type ParsedBody, readBody } from "./read-body.ts";
import { openValidators } from "./validate.ts";

export interface StepsOptions {
  readonly schemas: SchemaSource;
  readonly geo: GeoLookup | null;
  /** Number of trusted proxies in front of the edge. */
  readonly proxyHops: number;
}

/** Decides about one submission; synchronous, and never throws for bad data. */
export type Decide = (envelope: Envelope) => Decision;

interface Tools extends StepsOptions {
  readonly validator: (schema: RegisteredSchema) => Validate | null;
  readonly tableOf: (schema: RegisteredSchema) => TableDefinition;
  readonly userAgentOf: (text: string) => UserAgent;
}

const KEPT_IN_METADATA = [
  "date",
  "dnt",
  "x-debug-id",
  "x-foxsec-ip-reputation",
  "x-lb-tags",
  "x-pingsender-version",
  "x-source-tags",
  "x-telemetry-agent",
] as const;
const UNKNOWN: Routing = { namespace: null, docType: null, docVersion: null, documentId: null };

/**
 * Opens the loader's steps: parse the URI, locate, inflate, parse, scrub, find the schema,
 * validate, enrich.
 */
export function openSteps(options: StepsOptions): Decide {
  const tools: Tools = {
    ...options,
    validator: openValidators(),
    tableOf: memoizeTables(),
    userAgentOf: memoize(parseUserAgent),
  };
  return (envelope) => decide(envelope, tools);
}

function decide(envelope: Envelope, tools: Tools): Decision {
  const debugId = envelope.headers["x-debug-id"] ?? null;
  const parsed = parseDocumentUri(envelope.uri);
  if (parsed.kind !== "ok")
    return {
      routing: UNKNOWN,
      metadata: metadataOf(envelope, null, tools),
      debugId,
      outcome: parsed,
    };
  const uri = parsed.value;
  const metadata = metadataOf(envelope, uri, tools);
  const unversioned: Routing = {
    namespace: uri.namespace,
    docType: uri.docType,
    docVersion: uri.docVersion,
    documentId: uri.documentId,
  };
  const body = readBody(envelope.body);
  if (body.kind !== "ok") return { routing: unversioned, metadata, debugId, outcome: body };
  const routing = { ...unversioned, docVersion: uri.docVersion ?? versionOf(body.value.plain) };
  return {
    routing,
    metadata,
    debugId,
    outcome: decideDocument({ envelope, uri, routing, metadata, body: body.value }, tools),
  };
}

interface Candidate {
  readonly envelope: Envelope;
  readonly uri: DocumentUri;
  readonly routing: Routing;
  readonly metadata: DocumentMetadata;
  readonly body: ParsedBody;
}

function decideDocument(candidate: Candidate, tools: Tools): Outcome<DecidedDocument> {
  const { envelope, uri, routing, body } = candidate;
  const clientId = findClientId(body.exact);
  const scrubbed = scrub({
    namespace: uri.namespace,
    docType: uri.docType,
    appName: uri.app?.appName ?? null,
    clientId: clientId?.value ?? null,
    userAgent: envelope.headers["user-agent"] ?? "",
    telemetryAgent: envelope.headers["x-telemetry-agent"] ?? "",
    document: body.exact,
    ...(uri.app === null ? {} : { appVersion: uri.app.appVersion }),
  });
  if (scrubbed.kind !== "ok") return scrubbed;
  const schema =
    routing.docVersion === null
      ? null
      : tools.schemas.find(uri.namespace, uri.docType, routing.docVersion);
  if (schema === null)
    return reject("ParsePayload", "SchemaNotFound", missingSchema(uri, routing, tools.schemas));
  const problem = problemOf(tools.validator(schema), body.plain);
  if (problem !== null) return problem;
  const { collectThrough } = schema.metadata;
  if (collectThrough !== null && dayOf(envelope.submissionMicros) > collectThrough) {
    return reject(
      "ParsePayload",
      "DeprecatedMessage",
      `documents of this type were collected through ${collectThrough}`,
    );
  }
  return ok(decidedDocument(candidate, clientId, schema, tools));
}

function problemOf(validate: Validate | null, document: unknown): Outcome<never> | null {
  if (validate === null)
    return reject("ParsePayload", "SchemaBroken", "the registered schema cannot be compiled");
  const problem = validate(document);
  return problem === null ? null : reject("ParsePayload", "ValidationFailed", problem);
}

function decidedDocument(
  { envelope, uri, routing, metadata, body }: Candidate,
  clientId: ClientId | null,
  schema: RegisteredSchema,
  { tableOf }: Tools,
): DecidedDocument {
  const input = {
    submissionMicros: envelope.submissionMicros,
    uri,
    routing,
    metadata,
    pipeline: schema.metadata,
    document: body.exact,
    clientId,
  };
  const { exact: document, weight, isMended } = body;
  return { table: tableOf(schema), document, weight, isMended, ...enrich(input) };
}

/**
 * Telemetry pings have their version in the body: in `version`, or in `v` in old mobile pings. Only
 * a small number counts as a version, because the value becomes a key of the accounting.
 */
function versionOf(document: Readonly<Record<string, unknown>>): string | null {
  const version = document["version"] ?? document["v"];
  if (typeof version !== "number" && typeof version !== "string") return null;
  return /^\d{1,9}$/.test(String(version)) ? String(version) : null;
}

function missingSchema(
  { namespace, docType }: DocumentUri,
  { docVersion }: Routing,
  schemas: SchemaSource,
): string {
  if (!schemas.knows(namespace, docType)) return `No such docType: ${namespace}/${docType}`;
  return docVersion === null
    ? `${namespace}/${docType}: the body names no version`
    : `No schema for version ${docVersion} of ${namespace}/${docType}`;
}

function metadataOf(
  envelope: Envelope,
  uri: DocumentUri | null,
  { geo, proxyHops, userAgentOf, schemas }: Tools,
): DocumentMetadata {
  const header: Record<string, string> = {};
  for (const name of KEPT_IN_METADATA) {
    const value = envelope.headers[name];
    if (value !== undefined) header[name.replaceAll("-", "_")] = value;
  }
  const agent = envelope.headers["user-agent"];
  const place = geo?.(
    clientAddress(envelope.headers["x-forwarded-for"], envelope.remoteAddr, {
      proxyHops,
      skipEntries: skipEntries(uri, schemas),
    }),
  );
  return {
    header,
    ...(place === null || place === undefined ? {} : { geo: place }),
    ...(agent === undefined ? {} : { userAgent: userAgentOf(agent) }),
    ...(uri?.app === null || uri === null ? {} : { uri: applicationOf(envelope.uri, uri.app) }),
  };
}

function skipEntries(uri: DocumentUri | null, schemas: SchemaSource): number {
  if (uri?.docVersion === null || uri === null) return 0;
  return schemas.find(uri.namespace, uri.docType, uri.docVersion)?.metadata.geoipSkipEntries ?? 0;
}

function applicationOf(uri: string, app: NonNullable<DocumentUri["app"]>): Record<string, string> {
  return {
    uri,
    app_name: app.appName,
    app_version: app.appVersion,
    app_update_channel: app.appUpdateChannel,
    app_build_id: app.appBuildId,
  };
}

function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}

function memoizeTables(): (schema: RegisteredSchema) => TableDefinition {
  const tables = new WeakMap<RegisteredSchema, TableDefinition>();
  return (schema) => {
    const known = tables.get(schema) ?? { ...tableNameOf(schema), columns: schema.columns };
    tables.set(schema, known);
    return known;
  };
}
