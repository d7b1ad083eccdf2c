/** A decimal number: `digits` without zeros at either end, times ten to the `exponent`. Zero has no digits. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Reads the text of a JSON number, or of a finite number of the language, exactly; null for another text. */
export function readDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const all = whole + fraction;
  let from = 0;
  while (all[from] === "0") from += 1;
  // By hand: a pattern for zeros at the end takes the square of the length for zeros in the middle.
  let to = all.length;
  while (to > from && all[to - 1] === "0") to -= 1;
  if (to === from) return { isNegative: false, digits: "", exponent: 0 };
  return {
    isNegative: sign === "-",
    digits: all.slice(from, to),
    exponent: Number(power) - fraction.length + (all.length - to),
  };
}

/** True if a number is a whole multiple of another one, both taken as the decimals they are written as: 19.99 is one of 0.01. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const one = readDecimal(String(value));
  const other = readDecimal(String(divisor));
  // Beyond the largest double nothing can be told, and such a number lands in no column.
  if (one === null || other === null) return true;
  if (one.digits === "") return true;
  const exponent = Math.min(one.exponent, other.exponent);
  return scaled(one, exponent) % scaled(other, exponent) === 0n;
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return BigInt(digits) * 10n ** BigInt(exponent - to);
}
