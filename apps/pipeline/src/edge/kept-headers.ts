import type { IncomingHttpHeaders } from "node:http";
import { KEPT_HEADERS, type KeptHeader } from "@headwater/schemas";

/** Largest kept header or Host as UTF-8: what a message queue attribute may hold (ingestion-edge, gcp-ingestion). */
const MAX_HEADER_BYTES = 1024;

export type KeptHeaders = Partial<Record<KeptHeader, string>>;

/** The headers of a request that are kept, null if one of them is too large. Node reads header bytes as ISO-8859-1. */
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

// ISO-8859-1 characters take two UTF-8 bytes at most: most values need no counting.
const isTooLarge = (value: string) =>
  value.length > MAX_HEADER_BYTES / 2 && Buffer.byteLength(value) > MAX_HEADER_BYTES;
