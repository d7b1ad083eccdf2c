import { randomBytes } from "node:crypto";
import { readDecimal } from "@headwater/domain/schemas";
import { ExactNumber } from "@headwater/schemas";
import { doubtfulNumbers } from "./scan-body.ts";

type Document = Readonly<Record<string, unknown>>;

// No column holds more digits, and the conversion of millions of digits to an integer takes
// seconds.
const MOST_DIGITS = 39;
const INTEGER = /^-?\d{1,39}$/;
/**
 * The mark before the digits of a number that is parsed as a string; no client can know the mark.
 */
const MARK = `${randomBytes(12).toString("base64url")}:`;

/**
 * Parses a document again and keeps the numbers that a double would change: integers beyond 2^53
 * become bigint, other numbers (`1e400`, twenty digits) become ExactNumber. `plain` is the document
 * as JSON.parse returns it. The numbers are parsed as strings with a mark, and a walk over the
 * document turns the strings into numbers. A reviver that reads the source of each number would
 * take four microseconds for each number: a few kilobytes of gzip could keep it busy for half a
 * minute.
 */
export function parseExact(bytes: Uint8Array, plain: Document): Document {
  const marked = markNumbers(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return marked === null ? plain : (withNumbers(JSON.parse(marked)) as Document);
}

/**
 * Replaces each number that a double would change by a marked string with its exact form; returns
 * null if the text has no such number.
 */
function markNumbers(bytes: Buffer): string | null {
  const places = doubtfulNumbers(bytes);
  const pieces: string[] = [];
  let from = 0;
  for (let index = 0; index < places.length; index += 2) {
    const start = places[index] ?? 0;
    const end = places[index + 1] ?? 0;
    const exact = exactForm(bytes.toString("latin1", start, end));
    if (exact === null) continue;
    pieces.push(bytes.toString("utf8", from, start), `"${MARK}${exact}"`);
    from = end;
  }
  if (pieces.length === 0) return null;
  pieces.push(bytes.toString("utf8", from));
  return pieces.join("");
}

/**
 * The exact form of a number, with the digits of integers written out; null if its double is exact.
 */
function exactForm(text: string): string | null {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const decimal = readDecimal(text);
  if (decimal === null) return null;
  const { digits, exponent, isNegative } = decimal;
  if (exponent >= 0 && digits.length + exponent <= MOST_DIGITS) {
    if (Number.isSafeInteger(number)) return null;
    return `${isNegative ? "-" : ""}${digits}${"0".repeat(exponent)}`;
  }
  const held = readDecimal(String(number));
  return held?.digits === digits && held.exponent === exponent ? null : text;
}

/** Replaces the marked strings inside a value by their numbers, in place. */
function withNumbers(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith(MARK) ? toNumber(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) replaceItems(value);
  else replaceValues(value as Record<string, unknown>);
  return value;
}

function toNumber(marked: string): bigint | ExactNumber {
  const text = marked.slice(MARK.length);
  return INTEGER.test(text) ? BigInt(text) : new ExactNumber(text);
}

function replaceItems(items: unknown[]): void {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (typeof item === "object" || typeof item === "string") items[index] = withNumbers(item);
  }
}

function replaceValues(object: Record<string, unknown>): void {
  for (const key in object) {
    const before = object[key];
    const value = withNumbers(before);
    // An assignment to the key `__proto__` would set the prototype instead of the key.
    if (value !== before)
      Object.defineProperty(object, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
}
