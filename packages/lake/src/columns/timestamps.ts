const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:?\d\d)?$/;

/** Microseconds since the epoch of an RFC 3339 date-time (seconds and offset may be missing, then 0 and UTC), or null. */
export function timestampMicros(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, date, time, fraction = "", offset = "Z"] = match;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(seconds)) return null;
  const micros = seconds * 1000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
  return Number.isSafeInteger(micros) ? micros : null;
}
