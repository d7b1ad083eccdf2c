import { STATUS_CODES } from "node:http";
import type { Refusal } from "./admission.ts";

/** Milliseconds that a connection stays open after an answer. */
export const KEEP_ALIVE_MS = 5000;

let second = 0;
let dateLines = "";

function commonLines(closing: boolean): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    dateLines = `date: ${new Date().toUTCString()}\r\naccess-control-allow-origin: *\r\n`;
  }
  return dateLines + (closing ? "connection: close\r\n" : KEEP_ALIVE);
}

const KEEP_ALIVE = `connection: keep-alive\r\nkeep-alive: timeout=${KEEP_ALIVE_MS / 1000}\r\n`;

/** The whole answer to a durable submission. */
export const acceptedText = (closing: boolean) =>
  `HTTP/1.1 200 OK\r\ncontent-length: 0\r\n${commonLines(closing)}\r\n`;

/** The whole answer to a refused request on a connection that Node's server does not handle. */
export function refusedText(
  { status, text, allow, retryAfter }: Refusal,
  closing: boolean,
): string {
  const retry = retryAfter === undefined ? "" : `retry-after: ${retryAfter}\r\n`;
  const methods = allow === undefined ? "" : `allow: ${allow}\r\n`;
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  const type = "content-type: text/plain\r\n";
  return `${line}${type}content-length: ${text.length + 1}\r\n${methods}${retry}${commonLines(closing)}\r\n${text}\n`;
}
