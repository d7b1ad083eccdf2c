const LONG = 16;
const QUOTE = 0x22;
// `{` and `[` differ from `}` and `]` by two, and the case bit folds each pair into one.
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CASE_BIT = 0x20;

/** An upper bound of a JSON text's nesting depth: brackets inside strings count too, so a document within it needs no exact look. */
export function depthBound(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  for (const byte of bytes) {
    const folded = byte | CASE_BIT;
    if (folded === CLOSE) depth -= 1;
    else if (folded === OPEN) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    }
  }
  return deepest;
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
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The exact nesting depth of a JSON text, for those whose bound is too high. */
export function exactDepth(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/gs, "");
  let depth = 0;
  let deepest = 0;
  for (const character of bare) {
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
