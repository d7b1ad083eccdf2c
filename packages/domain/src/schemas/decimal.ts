/**
 * A decimal number: `digits` without zeros at either end, times ten to the `exponent`. Zero has no
 * digits.
 */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads the text of a JSON number, or of a finite number of the language, exactly; null for another
 * text.
 */
export function readDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const all = whole + fraction;
  let from = 0;
  while (all[from] === "0") from += 1;
  // A loop, because a regular expression for zeros at the end takes quadratic time over zeros in
  // the middle.
  let to = all.length;
  while (to > from && all[to - 1] === "0") to -= 1;
  if (to === from) return { isNegative: false, digits: "", exponent: 0 };
  return {
    isNegative: sign === "-",
    digits: all.slice(from, to),
    exponent: Number(power) - fraction.length + (all.length - to),
  };
}

/**
 * True if a number is a whole multiple of another one. Both are compared in their decimal form:
 * 19.99 is a multiple of 0.01.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const one = readDecimal(String(value));
  const other = readDecimal(String(divisor));
  // A number beyond the largest double can't be compared, and lands in no column anyway.
  if (one === null || other === null) return true;
  if (one.digits === "") return true;
  const exponent = Math.min(one.exponent, other.exponent);
  return scaled(one, exponent) % scaled(other, exponent) === 0n;
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return BigInt(digits) * 10n ** BigInt(exponent - to);
}
