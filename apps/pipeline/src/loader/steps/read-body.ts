import { gunzipSync } from "node:zlib";
import { type Outcome, ok, reject } from "@headwater/domain/pings";
import { isObject } from "@headwater/domain/schemas";
import { hasLongNumber, nestingDepth } from "./scan-body.ts";

/** A parsed body. */
export interface ParsedBody {
  /** As JSON.parse gives it: what is validated. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** With every integer beyond 2^53 as bigint: what is landed. The same object unless there is one. */
  readonly exact: Readonly<Record<string, unknown>>;
}

/** Largest document after inflation. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 128;
// No column holds more digits, and turning millions of them into one integer takes seconds.
const EXACT = /^-?\d{1,39}$/;
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** Inflates, decodes and parses a body. Compression is told from the bytes, never from a header. */
export function readBody(body: Uint8Array): Outcome<ParsedBody> {
  const inflated = inflate(body);
  if (inflated.kind !== "ok") return inflated;
  const bytes = inflated.value;
  if (bytes.length > MAX_DOCUMENT_BYTES) return tooLarge();
  const text = decodeText(bytes);
  if (text === null) return reject("ParsePayload", "InvalidEncoding", "the body is not UTF-8");
  if (nestingDepth(bytes) > MAX_DEPTH) {
    return reject(
      "ParsePayload",
      "TooDeep",
      `the document is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  return parse(text, hasLongNumber(bytes));
}

function inflate(body: Uint8Array): Outcome<Uint8Array> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return ok(body);
  try {
    return ok(gunzipSync(body, { maxOutputLength: MAX_DOCUMENT_BYTES, chunkSize: 4096 }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") return tooLarge();
    return reject(
      "DecompressPayload",
      "InvalidGzip",
      `the body begins like gzip but can't be inflated: ${message}`,
    );
  }
}

function tooLarge(): Outcome<never> {
  return reject(
    "LimitPayloadSize",
    "PayloadTooLarge",
    `the document is larger than ${MAX_DOCUMENT_BYTES} bytes`,
  );
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string, longNumber: boolean): Outcome<ParsedBody> {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    return reject(
      "ParsePayload",
      "InvalidJson",
      `the body is not JSON: ${(error as Error).message}`,
    );
  }
  if (!isObject(plain))
    return reject("ParsePayload", "InvalidJson", "the body is not a JSON object");
  return ok({ plain, exact: longNumber ? parseExact(text) : plain });
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context: { source?: string },
) => unknown;

/** Parses again with the source text of each number at hand: seven times slower, so only for texts with long numbers. */
function parseExact(text: string): Readonly<Record<string, unknown>> {
  const keepExact: Reviver = (_key, value, { source }) => {
    if (typeof value !== "number" || Number.isSafeInteger(value) || source === undefined)
      return value;
    return EXACT.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(
    text,
    keepExact as (this: unknown, key: string, value: unknown) => unknown,
  ) as Record<string, unknown>;
}
