import { gunzipSync } from "node:zlib";
import { type Outcome, ok, reject } from "@headwater/domain/pings";
import { isObject } from "@headwater/domain/schemas";
import { replaceLoneSurrogates } from "@headwater/schemas";
import { parseExact } from "./parse-exact.ts";
import { hasLongNumber, shapeOf } from "./scan-body.ts";

/** A parsed body. */
export interface ParsedBody {
  /** The document as JSON.parse returns it; this form is validated. */
  readonly plain: Readonly<Record<string, unknown>>;
  /**
   * The document that lands: every number that a double can't hold is a bigint or an ExactNumber.
   * The same object as `plain` if the document has no such number.
   */
  readonly exact: Readonly<Record<string, unknown>>;
  /** True if a lone surrogate was replaced in the body. */
  readonly isMended: boolean;
  /** Approximate bytes of memory that the document takes. */
  readonly weight: number;
}

/** Largest document after inflation. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 128;
/**
 * Bytes of memory of one parsed value in addition to its text; an empty object needs the most for
 * its two characters.
 */
const BYTES_A_VALUE = 48;
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Inflates, decodes and parses a body. The bytes decide whether the body is compressed, not a
 * header.
 */
export function readBody(body: Uint8Array): Outcome<ParsedBody> {
  const inflated = inflate(body);
  if (inflated.kind !== "ok") return inflated;
  const bytes = inflated.value;
  if (bytes.length > MAX_DOCUMENT_BYTES) return tooLarge();
  const text = decodeText(bytes);
  if (text === null) return reject("ParsePayload", "InvalidEncoding", "the body is not UTF-8");
  const { depth, values, hasPower } = shapeOf(bytes);
  if (depth > MAX_DEPTH) {
    return reject(
      "ParsePayload",
      "TooDeep",
      `the document is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  const weight = bytes.length + values * BYTES_A_VALUE;
  const mended = replaceLoneSurrogates(text);
  if (mended.count === 0) return parse(bytes, text, { weight, hasPower, isMended: false });
  return parse(Buffer.from(mended.text), mended.text, { weight, hasPower, isMended: true });
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

interface Known extends Pick<ParsedBody, "weight" | "isMended"> {
  readonly hasPower: boolean;
}

function parse(
  bytes: Uint8Array,
  text: string,
  { hasPower, ...known }: Known,
): Outcome<ParsedBody> {
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
  const isExact = !hasPower && !hasLongNumber(bytes);
  return ok({ plain, exact: isExact ? plain : parseExact(bytes, plain), ...known });
}
