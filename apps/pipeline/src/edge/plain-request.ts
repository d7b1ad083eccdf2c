import { KEPT_HEADERS } from "@headwater/schemas";

/** A whole POST in its plainest form, as nearly every client sends it. */
export interface PlainRequest {
  readonly url: string;
  /** Kept headers, Host and Content-Length by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const MAX_HEAD_BYTES = 8 * 1024;
const START = Buffer.from("POST /submit/", "latin1");
const HEAD_END = Buffer.from("\r\n\r\n", "latin1");
const REQUEST_LINE = /^POST (\/submit\/[\x21\x24-\x7e]*) HTTP\/1\.1$/;
// Name, colon, value without control bytes; no white space before the colon, no folded line.
const HEADER_LINE =
  /^([\w-]+):[ \t]*([\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?[ \t]*$/;
const READ = new Set<string>([...KEPT_HEADERS, "host"]);
// What these ask for changes how the connection goes on.
const SPECIAL = new Set(["transfer-encoding", "expect", "upgrade", "trailer", "te", "connection"]);

/**
 * Reads a request that arrived whole in one piece. Null for everything else, broken or merely unusual: Node's HTTP server
 * decides that. So this may be strict, it never has to be complete, and it can't disagree with Node about where a request
 * ends: it takes a request only if the piece ends exactly there.
 */
export function readPlainRequest(piece: Buffer): PlainRequest | null {
  if (!piece.subarray(0, START.length).equals(START)) return null;
  const headEnd = piece.indexOf(HEAD_END);
  if (headEnd < 0 || headEnd > MAX_HEAD_BYTES) return null;
  const lines = piece.toString("latin1", 0, headEnd).split("\r\n");
  const url = REQUEST_LINE.exec(lines[0] ?? "")?.[1];
  if (url === undefined) return null;
  const headers = readHeaders(lines);
  const length = headers?.["content-length"] ?? "";
  if (headers === null || headers["host"] === undefined || !/^\d{1,9}$/.test(length)) return null;
  const body = piece.subarray(headEnd + HEAD_END.length);
  return body.length === Number(length) ? { url, headers, body } : null;
}

function readHeaders(lines: readonly string[]): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (let index = 1; index < lines.length; index += 1) {
    const match = HEADER_LINE.exec(lines[index] ?? "");
    if (match === null) return null;
    const name = (match[1] ?? "").toLowerCase();
    const value = match[2] ?? "";
    if (isSpecial(name, value)) return null;
    if (!READ.has(name)) continue;
    // Repeated headers have rules of their own.
    if (headers[name] !== undefined) return null;
    headers[name] = value;
  }
  return headers;
}

const isSpecial = (name: string, value: string) =>
  SPECIAL.has(name) && !(name === "connection" && value === "keep-alive");
