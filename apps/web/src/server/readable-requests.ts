import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * Fetch forbids requests with these methods: Next cannot make such a request, not even to refuse
 * it, and fails.
 */
const FORBIDDEN = new Set(["TRACE", "TRACK", "CONNECT"]);
/** A method that no route takes, so that the request is refused in the ordinary way. */
const REFUSED = "PROPFIND";

/**
 * The path and query of a request, in which the percent signs of an undecodable path are escaped.
 */
export function readablePath(url: string): string {
  const [, path = "", rest = ""] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return isReadable(path) ? url : `${path.replaceAll("%", "%25")}${rest}`;
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Changes requests that Next cannot handle, so that Next refuses them with the usual headers. */
export function makeRequestsReadable(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    request.url = readablePath(request.url ?? "/");
    if (FORBIDDEN.has(request.method ?? "")) request.method = REFUSED;
  });
}
