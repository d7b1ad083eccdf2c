import { KEPT_HEADERS } from "@headwater/schemas";

/** A complete POST request in the simple form that nearly every client sends. */
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
// A name, a colon and a value without control bytes. White space before the colon and folded lines
// don't match.
const HEADER_LINE =
  /^([\w-]+):[ \t]*([\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?[ \t]*$/;
const READ = new Set<string>([...KEPT_HEADERS, "host"]);
// These headers change how the connection is used after the request.
const SPECIAL = new Set(["transfer-encoding", "expect", "upgrade", "trailer", "te", "connection"]);

/**
 * Reads a request that arrived complete in one piece. Returns null for every other request, because
 * Node's HTTP server reads all unusual and broken requests. Therefore this reader may be strict and
 * need not know all of HTTP. The reader can't disagree with Node about the end of a request: it
 * accepts a request only if the request ends exactly at the end of the piece.
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
    // Node's server knows the rules for repeated headers.
    if (headers[name] !== undefined) return null;
    headers[name] = value;
  }
  return headers;
}

const isSpecial = (name: string, value: string) =>
  SPECIAL.has(name) && !(name === "connection" && value === "keep-alive");
