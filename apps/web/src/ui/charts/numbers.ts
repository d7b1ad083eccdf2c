const UNITS = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A short number for an axis: 1.2M, 340k, 0.05. */
export function shortNumber(value: number): string {
  // Rounded before the unit is chosen: 999,999 is 1M, not 1000k.
  const rounded = Math.abs(Number(value.toPrecision(3)));
  for (const [size, unit] of UNITS) {
    if (rounded < size) continue;
    return `${trimmed(value / size, 3)}${unit}`;
  }
  return trimmed(value, 3);
}

/** The digits that are shown of a fraction; further digits of an average mean nothing. */
const DIGITS = 6;

/**
 * A number with separators of thousands: every digit before the point, and the significant digits
 * of a fraction.
 */
export function fullNumber(value: number): string {
  const whole = Math.trunc(Math.abs(value));
  const digits = whole === 0 ? DIGITS : Math.max(2, DIGITS - String(whole).length);
  return whole === 0
    ? value.toLocaleString("en-US", { maximumSignificantDigits: digits })
    : value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** Reads a result value as a number; the engine sends wide integers and decimals as text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Reads a time value (ISO text, with or without a zone: the lake keeps UTC) as milliseconds. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const text = value.trim().replace(" ", "T");
  const milliseconds = Date.parse(text.includes("T") ? withZone(text) : text);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

function withZone(text: string): string {
  if (/[+-]\d\d$/.test(text.slice(text.indexOf("T")))) return `${text}:00`;
  return /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
}

const DAY_MS = 86_400_000;
const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  return (milliseconds: number) => formatter.format(milliseconds);
};
const YEAR = format({ year: "numeric", month: "short" });
const DAY = format({ day: "numeric", month: "short" });
const MINUTE = format({ hour: "2-digit", minute: "2-digit" });
const EXACT_DAY = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const EXACT = format({
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** The text of a time tick on an axis that spans the given milliseconds. */
export function timeTick(milliseconds: number, span: number): string {
  if (span > 400 * DAY_MS) return YEAR(milliseconds);
  return span > 2 * DAY_MS ? DAY(milliseconds) : MINUTE(milliseconds);
}

/** The exact text of a time; a midnight is shown as its day. */
export function exactTime(milliseconds: number): string {
  return milliseconds % DAY_MS === 0 ? EXACT_DAY(milliseconds) : `${EXACT(milliseconds)} UTC`;
}
