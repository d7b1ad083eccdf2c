import type { Rejection } from "@headwater/domain/pings";
import type { SortableRow } from "@headwater/lake";
import type { Envelope } from "@headwater/schemas";
import type { DocumentMetadata, Routing } from "./decision.ts";

/**
 * The parts of a rejected row; the envelope is null if the record could not be read as an envelope.
 */
export interface Refusal {
  readonly micros: number;
  readonly envelope: Envelope | null;
  readonly body: Uint8Array;
  readonly routing: Routing;
  readonly metadata: DocumentMetadata;
  readonly rejection: Rejection;
}

// These headers hold the address of the client or of a proxy.
const ADDRESS_HEADERS = new Set(["x-forwarded-for", "x-pipeline-proxy"]);

/**
 * Makes a row of `pipeline.rejected`. The body is copied, because the bytes of a record are valid
 * only until the next read.
 */
export function rejectedRow(refusal: Refusal): SortableRow {
  const { routing, rejection } = refusal;
  return {
    document: {},
    fields: {
      submission_timestamp: refusal.micros,
      document_namespace: routing.namespace,
      document_type: routing.docType,
      document_version: routing.docVersion,
      document_id: routing.documentId,
      stage: rejection.stage,
      error_type: rejection.errorType,
      error_message: rejection.message,
      payload: Uint8Array.from(refusal.body),
      metadata: metadataMap(refusal),
    },
    normalizedChannel: "",
    sampleId: null,
  };
}

/**
 * The values from which a replay builds the envelope again, and the place of the client; never an
 * IP address.
 */
function metadataMap({ envelope, metadata }: Refusal): Record<string, string> {
  const map: Record<string, string> = {};
  if (envelope !== null) {
    const { method, uri, args, protocol, host, headers } = envelope;
    Object.assign(map, { method, uri, args, protocol, host });
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined && !ADDRESS_HEADERS.has(name)) map[name] = value;
  }
  for (const [name, value] of Object.entries(metadata.geo ?? {}))
    if (value !== null) map[`geo_${name}`] = value;
  return map;
}
