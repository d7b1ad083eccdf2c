import { gunzipSync } from "node:zlib";

/** A ping's body in a readable form. */
export interface ReadablePayload {
  readonly payload: string;
  readonly encoding: "json" | "text" | "hex";
  readonly compressed: boolean;
  readonly sizeBytes: number;
}

const SHOWN_BYTES = 256 * 1024;
const HEX_BYTES = 4096;

/**
 * Inflates gzip, then shows a body as JSON or text if possible, else as hex; at most as many bytes
 * as a browser draws quickly.
 */
export function readablePayload(bytes: Buffer): ReadablePayload {
  const inflated = inflate(bytes);
  const shown = (inflated ?? bytes).subarray(0, SHOWN_BYTES);
  const compressed = inflated !== null;
  const text = decode(shown);
  const sizeBytes = bytes.length;
  if (text === null)
    return { payload: hexOf(bytes.subarray(0, HEX_BYTES)), encoding: "hex", compressed, sizeBytes };
  return { payload: text, encoding: isJson(text) ? "json" : "text", compressed, sizeBytes };
}

function inflate(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return null;
  try {
    return gunzipSync(bytes, { maxOutputLength: 8 * 1024 * 1024 });
  } catch {
    return null;
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return isReadable(text) ? text : null;
  } catch {
    return null;
  }
}

/** Control characters other than white space are not meant for reading. */
function isReadable(text: string): boolean {
  return !/\p{Cc}/u.test(text.replace(/[\t\r\n\f\v]/g, ""));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = [...row]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "."))
      .join("");
    lines.push(`${at.toString(16).padStart(6, "0")}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join("\n");
}
