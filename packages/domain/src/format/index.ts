const counts = new Intl.NumberFormat("en-US");

/** A whole number with thousands separators. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** From this share of a unit on, rounding would give 1000 of the smaller unit. */
const NEXT_UNIT = 0.9995;
const SHORT_UNITS = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A number in four or fewer characters: 999, 1.2k, 34k, 1.2M. */
export function formatShort(value: number): string {
  const unit = SHORT_UNITS.find(([size]) => Math.abs(value) >= size * NEXT_UNIT);
  if (unit !== undefined) return `${fewDigits(value / unit[0])}${unit[1]}`;
  return String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)));
}

function fewDigits(value: number): string {
  return value.toFixed(Math.abs(value) < 9.95 ? 1 : 0);
}

/** A size in bytes with its unit. */
export function formatBytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${step === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${units[step]}`;
}

/**
 * A duration in the largest unit that is precise enough: 12 ms, 1.2 s, 3 min, 2 h. A value that
 * rounds to one of the next unit is written in the next unit: 1 min, and never 60.0 s.
 */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`;
  if (ms < 3_570_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000
    ? `${Math.round(ms / 3_600_000)} h`
    : `${Math.round(ms / 86_400_000)} days`;
}

/** The time since `at`: now, 12 s ago, 3 min ago; after a day the date. */
export function formatAgo(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < 2000) return "now";
  if (ms < 60_000) return `${Math.round(ms / 1000)} s ago`;
  if (ms < 86_400_000) return `${formatDuration(ms)} ago`;
  return at.toISOString().slice(0, 10);
}

/**
 * A share as a percentage; a small share keeps one digit. A share above zero is never written as
 * 0%, and a share below the whole is never written as 100%. Of an empty whole the text is a dash.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part * 100) / whole;
  if (percent > 0 && percent < 0.05) return "< 0.1%";
  if (percent >= 99.5 && percent < 100) return `${Math.min(99.9, Number(percent.toFixed(1)))}%`;
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)}%`;
}
