const LONG = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// `{` and `[` differ from `}` and `]` by two, and the case bit folds each pair into one.
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CASE_BIT = 0x20;

/** Nesting depth of a JSON text. Brackets inside strings do not count: a client could hide real ones behind them in either direction. */
export function nestingDepth(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      continue;
    }
    const folded = byte | CASE_BIT;
    if (folded === CLOSE) depth -= 1;
    else if (folded === OPEN) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    }
  }
  return deepest;
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
