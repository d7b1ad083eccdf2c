const MAX_DRIFT_MICROS = 50_000;

/** Where time comes from: the wall clock in ms and a steady one in ms with fractions. */
export interface TimeSource {
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
}

/**
 * Microseconds since the epoch by the server's clock. The wall clock has milliseconds only, so the steady clock supplies
 * the rest; when the two drift apart (the wall clock was set) the wall clock is right.
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
