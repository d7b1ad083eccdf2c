const TICK_MS = 1000;
/**
 * Milliseconds without a sign of life after which a process counts as hung; a healthy process gives
 * a sign every two seconds.
 */
const LIMIT_MS = 30_000;

/** Watches the signs of life of one process. */
export interface SilenceWatch {
  /** Records that a sign of life came. */
  recordSign(): void;
  stop(): void;
}

/**
 * Calls `onSilent` once when no sign of life has come for `limitMs`. The watch begins with the
 * first sign, because not every program gives signs. The watch counts ticks of this process instead
 * of reading a clock, so that the sleep of a machine does not count as silence.
 */
export function watchSilence(onSilent: () => void, limitMs = LIMIT_MS): SilenceWatch {
  const tickMs = Math.min(TICK_MS, limitMs / 4);
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    ticks += 1;
    if (ticks * tickMs < limitMs) return;
    clearInterval(timer);
    onSilent();
  };
  return {
    recordSign() {
      ticks = 0;
      timer ??= setInterval(tick, tickMs);
    },
    stop: () => clearInterval(timer),
  };
}
