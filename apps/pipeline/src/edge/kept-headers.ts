import type { IncomingHttpHeaders } from "node:http";
import { KEPT_HEADERS, type KeptHeader } from "@headwater/schemas";

/**
 * Largest size of a kept header or of Host as UTF-8. The limit is that of an attribute of a message
 * queue (ingestion-edge, gcp-ingestion).
 */
const MAX_HEADER_BYTES = 1024;

export type KeptHeaders = Partial<Record<KeptHeader, string>>;

/**
 * The kept headers of a request; null if a header is too large. Node reads header bytes as
 * ISO-8859-1.
 */
export function keepHeaders(headers: IncomingHttpHeaders): KeptHeaders | null {
  const kept: KeptHeaders = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (typeof value !== "string") continue;
    if (isTooLarge(value)) return null;
    kept[name] = value;
  }
  return isTooLarge(headers.host ?? "") ? null : kept;
}

// An ISO-8859-1 character takes at most two UTF-8 bytes, so that most values need no counting.
const isTooLarge = (value: string) =>
  value.length > MAX_HEADER_BYTES / 2 && Buffer.byteLength(value) > MAX_HEADER_BYTES;
