/**
 * Request headers that the edge keeps; all other headers are dropped before a submission is written
 * (format: gcp-ingestion metadata_headers).
 */
export const KEPT_HEADERS = [
  "content-length",
  "date",
  "dnt",
  "user-agent",
  "x-forwarded-for",
  "x-pingsender-version",
  "x-pipeline-proxy",
  "x-debug-id",
  "x-foxsec-ip-reputation",
  "x-lb-tags",
  "x-source-tags",
  "x-telemetry-agent",
] as const;

export type KeptHeader = (typeof KEPT_HEADERS)[number];

/** Everything that the edge knows about one submission besides its body. */
export interface EnvelopeMetadata {
  /** Server time of acceptance, microseconds since the epoch. */
  readonly submissionMicros: number;
  readonly method: string;
  /** Path without the query string, still percent-encoded. */
  readonly uri: string;
  /** Query string without `?`, empty if none. */
  readonly args: string;
  readonly protocol: string;
  readonly host: string;
  readonly remoteAddr: string;
  /** Kept headers by lower-case name; bytes above 0x7F read as ISO-8859-1. */
  readonly headers: Partial<Record<KeptHeader, string>>;
  /**
   * Set only for replays: `submissionMicros` may then be in the past, and the record counts as a
   * replay.
   */
  readonly replay?: { readonly by: string };
}

/** One submission: the edge's metadata and the body exactly as it was sent. */
export interface Envelope extends EnvelopeMetadata {
  readonly body: Uint8Array;
}

const text = new TextEncoder();
const utf8 = new TextDecoder();

/**
 * Encodes an envelope as a log record value: u32le length of the metadata, its JSON, then the body
 * bytes (returned as parts so that the body is never copied).
 */
export function encodeEnvelope({ body, ...metadata }: Envelope): readonly Uint8Array[] {
  const json = text.encode(JSON.stringify(metadata));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return [length, json, body];
}

/**
 * Decodes a log record value; the body is a view into `value`. Throws RangeError if the bytes are
 * not an envelope.
 */
export function decodeEnvelope(value: Uint8Array): Envelope {
  const length = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(0, true);
  if (length > value.byteLength - 4) throw new RangeError("envelope metadata longer than record");
  const metadata = JSON.parse(utf8.decode(value.subarray(4, 4 + length))) as EnvelopeMetadata;
  return { ...metadata, body: value.subarray(4 + length) };
}
