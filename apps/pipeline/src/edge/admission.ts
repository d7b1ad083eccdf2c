import type { IncomingHttpHeaders } from "node:http";
import { type KeptHeaders, keepHeaders } from "./kept-headers.ts";
import { isBadlyEncoded, isTooLong, readTarget } from "./request-target.ts";

/** A request that gets an answer before its body is read. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly allow?: string;
  readonly retryAfter?: number;
  /** True if the connection must be closed after the answer. */
  readonly closes?: true;
}

/** A submission whose body may be read. */
export interface Admission {
  readonly uri: string;
  readonly args: string;
  readonly contentLength: number;
  readonly headers: KeptHeaders;
}

export type Verdict =
  | { readonly kind: "refuse"; readonly refusal: Refusal }
  | { readonly kind: "service"; readonly path: string }
  | { readonly kind: "preflight" }
  | { readonly kind: "admit"; readonly admission: Admission };

interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

const SUBMIT_METHODS = "POST, PUT, OPTIONS";

/**
 * Decides about a request by its head alone. The checks come in this order: location, method,
 * presence of a length, length of the target, length of the body, sizes of the headers. The edge
 * never answers with a redirect or with 429, because clients delete a ping on any 4xx.
 */
export function decide(head: RequestHead, maxBodyBytes: number): Verdict {
  const target = readTarget(head.url);
  if (target.kind === "unknown") return refuse(404, "unknown location");
  if (target.kind === "service") return decideService(head.method, target.path);
  if (head.method === "OPTIONS") return { kind: "preflight" };
  if (head.method !== "POST" && head.method !== "PUT")
    return refuse(405, "only POST and PUT", SUBMIT_METHODS);
  const length = head.headers["content-length"];
  if (length === undefined) return refuse(411, "Content-Length is needed");
  if (isTooLong(head.url, target.uri)) return refuse(414, "the URI is too long");
  const contentLength = Number(length);
  if (contentLength > maxBodyBytes) return refuse(413, "the body is too large");
  if (isBadlyEncoded(target.uri)) return refuse(400, "the path is badly percent-encoded");
  const headers = keepHeaders(head.headers);
  if (headers === null) return refuse(431, "header too large");
  const { uri, args } = target;
  return { kind: "admit", admission: { uri, args, contentLength, headers } };
}

function decideService(method: string, path: string): Verdict {
  if (method === "GET" || method === "HEAD") return { kind: "service", path };
  return refuse(405, "only GET", "GET, HEAD");
}

function refuse(status: number, text: string, allow?: string): Verdict {
  return { kind: "refuse", refusal: { status, text, ...(allow === undefined ? {} : { allow }) } };
}
