const LONG = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
// `{` and `[` differ from `}` and `]` by two, and the case bit folds each pair into one.
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CASE_BIT = 0x20;

/** What a JSON text will be like once it is parsed. */
export interface BodyShape {
  readonly depth: number;
  /** Commas and opening brackets: about as many values as it holds. */
  readonly values: number;
}

/** Nesting depth and size of a JSON text. Brackets inside strings do not count: a client could hide real ones behind them in either direction. */
export function shapeOf(bytes: Uint8Array): BodyShape {
  let depth = 0;
  let deepest = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      continue;
    }
    if (byte === COMMA) values += 1;
    const folded = byte | CASE_BIT;
    if (folded === CLOSE) depth -= 1;
    else if (folded === OPEN) {
      values += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
    }
  }
  return { depth: deepest, values };
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** True if a number may be beyond 2^53: sixteen digits in a row that do not begin a string. Any such run covers a multiple of sixteen, so only those are looked at. */
export function hasLongNumber(bytes: Uint8Array): boolean {
  for (let at = LONG - 1; at < bytes.length; at += LONG) {
    if (!isDigit(bytes[at])) continue;
    let first = at;
    while (isDigit(bytes[first - 1])) first -= 1;
    let last = at;
    while (isDigit(bytes[last + 1])) last += 1;
    if (last - first + 1 >= LONG && bytes[first - 1] !== QUOTE) return true;
    // A run is walked once, however long: megabytes of digits must not cost their square.
    while (at + LONG <= last) at += LONG;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Where integers of sixteen digits or more stand, as `[from, to)`; those in strings and the digits of fractions are none. */
export function longIntegers(bytes: Uint8Array): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    if (byte !== MINUS && !isDigit(byte)) continue;
    const end = endOfNumber(bytes, at);
    if (isLongInteger(bytes, byte === MINUS ? at + 1 : at, end)) found.push([at, end]);
    at = end - 1;
  }
  return found;
}

const IN_NUMBERS = new Set([..."0123456789+-.eE"].map((character) => character.charCodeAt(0)));

function endOfNumber(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (IN_NUMBERS.has(bytes[at] ?? 0)) at += 1;
  return at;
}

function isLongInteger(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < LONG) return false;
  for (let at = from; at < to; at += 1) if (!isDigit(bytes[at])) return false;
  return true;
}
