import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Fetch forbids requests with these methods: Next can't even make one to refuse it, and breaks. */
const FORBIDDEN = new Set(["TRACE", "TRACK", "CONNECT"]);
/** A method that no route takes either: under its name the refusal is an ordinary one. */
const REFUSED = "PROPFIND";

/** The path and query of a request with every percent sign that begins no letter made a plain one. */
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

/** Makes each request of this process one that Next can take to a proper refusal, with the headers that go with every answer. */
export function makeRequestsReadable(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    request.url = readablePath(request.url ?? "/");
    if (FORBIDDEN.has(request.method ?? "")) request.method = REFUSED;
  });
}
