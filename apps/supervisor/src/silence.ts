const TICK_MS = 1000;
/** Milliseconds without a sign of life after which a process counts as hung; it gives one every two seconds. */
const LIMIT_MS = 30_000;

/** Watches over signs of life. */
export interface SilenceWatch {
  /** A sign came. */
  heard(): void;
  stop(): void;
}

/**
 * Calls `onSilent` once when no sign has come for too long. Begins with the first one, since not every program gives any.
 * Time is counted in ticks of this process: a machine that slept makes nobody silent.
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
    heard() {
      ticks = 0;
      timer ??= setInterval(tick, tickMs);
    },
    stop: () => clearInterval(timer),
  };
}
