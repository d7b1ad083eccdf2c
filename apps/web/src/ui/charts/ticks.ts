const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS_A_YEAR = 12;

/** The steps of time axes that are shorter than a month. */
const STEPS = [
  ...[1, 5, 15, 30].map((n) => n * SECOND),
  ...[1, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
];
const MONTH_STEPS = [1, 3, 6, 12, 24, 60, 120];
const MONTH = 30 * DAY;
/** The first Monday of the epoch: steps of weeks begin on Mondays. */
const MONDAY = 4 * DAY;

/**
 * Beyond this span ticks show only their day (`timeTick`), so two ticks on one day would look the
 * same.
 */
const DAYS_FROM = 2 * DAY;

/** At most `most` times (milliseconds, UTC) between two times, at multiples of one round step. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const least = to - from > DAYS_FROM ? DAY : 0;
  const step = STEPS.find((one) => one >= least && (to - from) / one < most);
  if (step === undefined) return monthTicks(from, to, most);
  const shift = step % (7 * DAY) === 0 ? MONDAY : 0;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step)
    ticks.push(at);
  return ticks;
}

function monthTicks(from: number, to: number, most: number): number[] {
  const months = MONTH_STEPS.find((one) => (to - from) / (one * MONTH) < most) ?? 240;
  const first = new Date(from);
  let month = first.getUTCFullYear() * MONTHS_A_YEAR + first.getUTCMonth();
  month = Math.ceil(month / months) * months;
  const ticks: number[] = [];
  for (let at = startOf(month); at <= to; month += months, at = startOf(month))
    if (at >= from) ticks.push(at);
  return ticks;
}

const startOf = (month: number): number =>
  Date.UTC(Math.floor(month / MONTHS_A_YEAR), month % MONTHS_A_YEAR);

const ROUND = [1, 2, 2.5, 5, 10];

/**
 * About `wanted` round numbers for an axis, whose first and last enclose all values; only whole
 * numbers if the values are `whole`.
 */
export function numberTicks(low: number, high: number, wanted: number, whole = false): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = power * (ROUND.find((one) => one * power >= rough * 0.999) ?? 10);
  const step = whole ? Math.ceil(round) : round;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  // Ticks are multiples of the step, rounded to its digits: repeated sums of 0.1 would not be
  // round.
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    digits > 20 ? (first + index) * step : Number(((first + index) * step).toFixed(digits)),
  );
}
