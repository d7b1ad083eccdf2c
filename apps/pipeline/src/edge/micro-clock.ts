const MAX_DRIFT_MICROS = 50_000;

/**
 * The two clocks: the wall clock in milliseconds, and a steady clock in milliseconds with
 * fractions.
 */
export interface TimeSource {
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
}

/**
 * Returns a clock that counts microseconds since the epoch. The wall clock counts only
 * milliseconds, so that the steady clock supplies the microseconds. When the difference between the
 * two clocks grows, somebody has set the wall clock, and the wall clock is right.
 */
export function openMicroClock({ wallMs, steadyMs }: TimeSource): () => number {
  let anchor = wallMs() * 1000 - steadyMs() * 1000;
  return () => {
    const steady = steadyMs() * 1000;
    const wall = wallMs() * 1000;
    if (Math.abs(anchor + steady - wall) > MAX_DRIFT_MICROS) anchor = wall - steady;
    return Math.floor(anchor + steady);
  };
}
