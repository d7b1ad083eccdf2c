const LONG = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
// `{` and `[` differ from `}` and `]` by two, and the case bit folds each pair into one.
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CASE_BIT = 0x20;
const DOT = 0x2e;
const PLUS = 0x2b;
const LOWER_E = 0x65;

/** The shape of a JSON text, which tells the cost of parsing it. */
export interface BodyShape {
  readonly depth: number;
  /** The number of commas and opening brackets, which is about the number of values. */
  readonly values: number;
  /** True if a number has a power of ten. */
  readonly hasPower: boolean;
}

/**
 * Reads the nesting depth, the number of values and powers of ten of a JSON text. Brackets inside
 * strings do not count: otherwise a client could hide real brackets with them.
 */
export function shapeOf(bytes: Uint8Array): BodyShape {
  let depth = 0;
  let deepest = 0;
  let values = 0;
  let hasPower = false;
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
    } else if (isPower(bytes, at)) hasPower = true;
  }
  return { depth: deepest, values, hasPower };
}

/**
 * True at the `e` of a power of ten. This `e` follows a digit, but the `e` of `true` and `false`
 * does not.
 */
function isPower(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at] ?? 0) | CASE_BIT) === LOWER_E && isDigit(bytes[at - 1]);
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/**
 * True if a number may have more digits than a double can hold: at least sixteen digits or points
 * in a row that do not begin a string. Each such run contains a position that is a multiple of
 * sixteen, so that only these positions are checked.
 */
export function hasLongNumber(bytes: Uint8Array): boolean {
  for (let at = LONG - 1; at < bytes.length; at += LONG) {
    if (!isDigitOrPoint(bytes[at])) continue;
    let first = at;
    while (isDigitOrPoint(bytes[first - 1])) first -= 1;
    let last = at;
    while (isDigitOrPoint(bytes[last + 1])) last += 1;
    if (last - first + 1 >= LONG && bytes[first - 1] !== QUOTE) return true;
    // Each run is read only once: megabytes of digits must not take quadratic time.
    while (at + LONG <= last) at += LONG;
  }
  return false;
}

function isDigitOrPoint(byte: number | undefined): boolean {
  return byte === DOT || isDigit(byte);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * Finds the numbers that a double may not hold exactly; returns the start and the end of each
 * number in turn. Digits inside strings are not numbers.
 */
export function doubtfulNumbers(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === MINUS || isDigit(byte)) {
      const { end, isDoubtful } = scanNumber(bytes, at);
      if (isDoubtful) found.push(at, end);
      at = end - 1;
    }
  }
  return found;
}

// A double holds every decimal of at most 15 digits within these powers of ten without a change.
const SURE_DIGITS = 15;
const LEAST_POWER = -300;

/**
 * Scans a number. The value of a number is below ten to the power of the place of its first digit.
 */
function scanNumber(bytes: Uint8Array, from: number): { end: number; isDoubtful: boolean } {
  const { end: at, digits, place } = scanDigits(bytes, bytes[from] === MINUS ? from + 1 : from);
  const { end, power } = scanPower(bytes, at);
  const first = place + power;
  const isSure = digits <= SURE_DIGITS && first <= SURE_DIGITS && first > LEAST_POWER;
  return { end, isDoubtful: digits > 0 && !isSure };
}

/**
 * Counts the digits from the first digit that is not zero, and finds the place of this digit: the
 * number of digits from it to the point, or minus the number of zeros between the point and it.
 */
function scanDigits(bytes: Uint8Array, from: number) {
  let at = from;
  let digits = 0;
  let place = 0;
  let isFraction = false;
  for (; isDigitOrPoint(bytes[at]); at += 1) {
    const isLeading = digits === 0 && bytes[at] === ZERO;
    if (bytes[at] === DOT) isFraction = true;
    else if (!isLeading) digits += 1;
    if (isFraction && isLeading) place -= 1;
    else if (!isFraction && !isLeading) place += 1;
  }
  return { end: at, digits, place };
}

const ZERO = 0x30;
const GREATEST_POWER = 99_999;

function scanPower(bytes: Uint8Array, from: number): { end: number; power: number } {
  if (((bytes[from] ?? 0) | CASE_BIT) !== LOWER_E) return { end: from, power: 0 };
  const sign = bytes[from + 1];
  let at = sign === MINUS || sign === PLUS ? from + 2 : from + 1;
  let power = 0;
  for (; isDigit(bytes[at]); at += 1)
    power = Math.min(GREATEST_POWER, power * 10 + (bytes[at] ?? ZERO) - ZERO);
  return { end: at, power: sign === MINUS ? -power : power };
}
