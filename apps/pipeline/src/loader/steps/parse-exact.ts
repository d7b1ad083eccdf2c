import { randomUUID } from "node:crypto";
import { longIntegers } from "./scan-body.ts";

type Document = Readonly<Record<string, unknown>>;

// No column holds more digits, and turning millions of them into one integer takes seconds.
const EXACT = /^-?\d{1,39}$/;
/** Stands before the digits of an integer that is parsed as a string; no client can know it. */
const MARK = `${randomUUID()}:`;

/**
 * Parses a document again with every integer beyond 2^53 as a bigint; `plain` is what it is without. The integers pass as
 * strings with a mark, which costs a walk over the document. A reviver that looks at the source of each number takes four
 * microseconds a number: a few kilobytes of gzip could keep it busy for half a minute.
 */
export function parseExact(bytes: Uint8Array, plain: Document): Document {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const [start, end] of longIntegers(bytes)) {
    const digits = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
    if (!EXACT.test(digits) || Number.isSafeInteger(Number(digits))) continue;
    pieces.push(bytes.subarray(from, start), Buffer.from(`"${MARK}${digits}"`));
    from = end;
  }
  if (pieces.length === 0) return plain;
  pieces.push(bytes.subarray(from));
  return withIntegers(JSON.parse(Buffer.concat(pieces).toString("utf8"))) as Document;
}

/** Turns the marked strings below a value into the integers that they stand for, in place. */
function withIntegers(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith(MARK) ? toInteger(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) replaceItems(value);
  else replaceValues(value as Record<string, unknown>);
  return value;
}

const toInteger = (marked: string): bigint => BigInt(marked.slice(MARK.length));

function replaceItems(items: unknown[]): void {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (typeof item === "object" || typeof item === "string") items[index] = withIntegers(item);
  }
}

function replaceValues(object: Record<string, unknown>): void {
  for (const key in object) {
    const value = withIntegers(object[key]);
    // Only what changed, and not by assignment: a key `__proto__` is one like any other.
    if (typeof value === "bigint")
      Object.defineProperty(object, key, {
        ...{ value, enumerable: true, writable: true, configurable: true },
      });
  }
}
