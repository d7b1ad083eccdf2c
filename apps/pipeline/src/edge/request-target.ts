/** The meaning of a request target. */
export type Target =
  | { readonly kind: "submit"; readonly uri: string; readonly args: string }
  | { readonly kind: "service"; readonly path: string }
  | { readonly kind: "unknown" };

/**
 * Largest accepted request target (path and query) in bytes; targets of real clients are far
 * shorter.
 */
const MAX_TARGET_BYTES = 2048;
/** Largest accepted path element in bytes. */
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
 * Reads a request target. Below `/submit/` every list of non-empty elements is accepted. The loader
 * rejects a wrong number of elements and a document id that is not a UUID, so that people can see
 * and replay the submission. A path with a trailing slash is another URL and is refused; only
 * `/submit/sslreports/` is accepted, because its clients have always sent the slash.
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

/** Whether a target or one of its path elements exceeds its limit. */
export function isTooLong(raw: string, uri: string): boolean {
  if (raw.length > MAX_TARGET_BYTES) return true;
  if (uri.length <= MAX_ELEMENT_BYTES) return false;
  return uri.split("/").some((element) => element.length > MAX_ELEMENT_BYTES);
}

/** Whether a path contains a `%` without two hexadecimal digits after it, or an escaped NUL. */
export function isBadlyEncoded(uri: string): boolean {
  return uri.includes("%") && /%(?![0-9A-Fa-f]{2})|%00/.test(uri);
}

/** The namespace of a path; it is used only to count requests. */
export function namespaceOf(uri: string): string {
  const end = uri.indexOf("/", SUBMIT.length);
  return uri.slice(SUBMIT.length, end < 0 ? undefined : end);
}

// A proxy may send `http://host/path`, and HTTP says that a server must accept this form.
function originForm(raw: string): string {
  const match = /^https?:\/\/[^/?#]*(.*)$/i.exec(raw);
  return match?.[1] ?? "";
}
