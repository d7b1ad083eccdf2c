import type { IncomingMessage, ServerResponse } from "node:http";
import { LogError } from "@headwater/log";
import type { Refusal } from "./admission.ts";

const CORS = ["access-control-allow-origin", "*"];
const ACCEPTED = ["content-length", "0", ...CORS];
const PREFLIGHT = [
  ...["content-length", "0", ...CORS],
  ...["access-control-allow-methods", "POST, PUT, OPTIONS"],
  "access-control-allow-headers",
  "content-type, content-encoding, x-telemetry-agent, x-debug-id, x-source-tags",
  ...["access-control-max-age", "86400"],
];
/**
 * A refused body up to this size is read and discarded, so that the client sees the answer instead
 * of a reset connection.
 */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const FULL_RETRY_S = 60;
const MAX_RETRY_S = 30;

/** Answers a durable submission. */
export function answerAccepted(response: ServerResponse): void {
  response.writeHead(200, ACCEPTED);
  response.end();
}

export function answerPreflight(response: ServerResponse): void {
  response.writeHead(200, PREFLIGHT).end();
}

/** Answers a refused request; the text is one short line. */
export function answerRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text, allow, retryAfter, closes }: Refusal,
): void {
  const body = `${text}\n`;
  const headers = ["content-type", "text/plain", "content-length", String(body.length), ...CORS];
  if (allow !== undefined) headers.push("allow", allow);
  if (retryAfter !== undefined) headers.push("retry-after", String(retryAfter));
  if (closes === true || mustClose(request)) headers.push("connection", "close");
  response.writeHead(status, headers).end(body);
}

/**
 * Turns an error of the log into an answer that makes each client keep its ping and send it again
 * later.
 */
export function refusalOf(error: unknown, random: number): Refusal {
  const code = error instanceof LogError ? error.code : "poisoned";
  if (code === "full") return { status: 507, text: "no space left", retryAfter: FULL_RETRY_S };
  if (code === "closed") return busy("stopping", random);
  if (code === "too_large") return { status: 413, text: "the body is too large" };
  return { ...busy("the log can't be written", random), status: 500 };
}

/**
 * A 503 whose Retry-After differs between clients, so that clients don't all send again at the same
 * time. `random` is in [0, 1).
 */
export function busy(text: string, random: number): Refusal {
  return { status: 503, text, retryAfter: 1 + Math.floor(random * MAX_RETRY_S) };
}

// A client that waits for `100 Continue` may or may not send its body after a refusal, so that the
// next bytes of the connection can't be read as a request.
function mustClose({ headers }: IncomingMessage): boolean {
  return (
    headers.expect !== undefined || Number(headers["content-length"] ?? 0) > MAX_DISCARDED_BYTES
  );
}
