/** What a request target asks for. */
export type Target =
  | { readonly kind: "submit"; readonly uri: string; readonly args: string }
  | { readonly kind: "service"; readonly path: string }
  | { readonly kind: "unknown" };

/** Bytes of a request target (path and query) that are accepted; a client never gets near it. */
const MAX_TARGET_BYTES = 2048;
/** Bytes of one path element that are accepted. */
const MAX_ELEMENT_BYTES = 1024;

const SUBMIT = "/submit/";
const SERVICE = new Set([
  "/status",
  "/metrics",
  "/__heartbeat__",
  "/__lbheartbeat__",
  "/__version__",
]);
const UNKNOWN: Target = { kind: "unknown" };

/**
 * Sorts a request target. Under `/submit/` any run of non-empty elements is taken: a wrong number of elements or a document
 * id that is no UUID is the loader's finding, so that the submission can be seen and replayed. A trailing slash is another
 * URL; only `/submit/sslreports/` has always been sent with one.
 */
export function readTarget(raw: string): Target {
  const target = raw.startsWith("/") ? raw : originForm(raw);
  const question = target.indexOf("?");
  const path = question < 0 ? target : target.slice(0, question);
  if (!path.startsWith(SUBMIT)) return SERVICE.has(path) ? { kind: "service", path } : UNKNOWN;
  const wellFormed = path.length > SUBMIT.length && !path.endsWith("/") && !path.includes("//");
  if (!wellFormed && path !== "/submit/sslreports/") return UNKNOWN;
  return { kind: "submit", uri: path, args: question < 0 ? "" : target.slice(question + 1) };
}

/** Whether a target or one of its path elements is over the limit. */
export function isTooLong(raw: string, uri: string): boolean {
  if (raw.length > MAX_TARGET_BYTES) return true;
  if (uri.length <= MAX_ELEMENT_BYTES) return false;
  return uri.split("/").some((element) => element.length > MAX_ELEMENT_BYTES);
}

/** Whether a path has a `%` that starts no escape, or an escaped NUL. */
export function isBadlyEncoded(uri: string): boolean {
  return uri.includes("%") && /%(?![0-9A-Fa-f]{2})|%00/.test(uri);
}

/** The namespace a path names, for counting only. */
export function namespaceOf(uri: string): string {
  const end = uri.indexOf("/", SUBMIT.length);
  return uri.slice(SUBMIT.length, end < 0 ? undefined : end);
}

// A proxy may send `http://host/path`; servers must take it.
function originForm(raw: string): string {
  const match = /^https?:\/\/[^/?#]*(.*)$/i.exec(raw);
  return match?.[1] ?? "";
}
