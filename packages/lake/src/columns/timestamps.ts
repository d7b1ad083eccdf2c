const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:?\d\d)?$/;

/**
 * Microseconds since the epoch of an RFC 3339 date-time (missing seconds are 0, a missing offset is
 * UTC); null for any other text. The result is a bigint if a number would not be exact: before 1684
 * and after 2255.
 */
export function timestampMicros(text: string): number | bigint | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, date, time, fraction = "", offset = "Z"] = match;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const milliseconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return null;
  const rest = Number(fraction.slice(0, 6).padEnd(6, "0"));
  const micros = milliseconds * 1000 + rest;
  return Number.isSafeInteger(micros) ? micros : BigInt(milliseconds) * 1000n + BigInt(rest);
}
