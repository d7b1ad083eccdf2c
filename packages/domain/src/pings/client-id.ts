import { isUuid } from "./document-uri.ts";

/** A client id as UUID: braces removed, lower case; null if the value is no UUID. */
export function normalizeClientId(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const bare = value.startsWith("{") && value.endsWith("}") ? value.slice(1, -1) : value;
  return isUuid(bare) ? bare.toLowerCase() : null;
}

/** The client id of a fuzzer of Firefox, whose pings come from no user (rule 1489560). */
export const CANARY_CLIENT_ID = "c0ffeec0-ffee-c0ff-eec0-ffeec0ffeec0";
