const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** A child that ran this long was healthy: its next failure counts as the first one again. */
const HEALTHY_MS = 3000;

/** How often a child has failed in a row after a run that lasted `ranMs`. */
export function failuresAfter(previous: number, ranMs: number): number {
  return ranMs >= HEALTHY_MS ? 1 : previous + 1;
}

/**
 * Time to wait before the next start: a quarter of a second, doubled with each failure in a row, at
 * most 15 s.
 */
export function restartDelayMs(failures: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
}
