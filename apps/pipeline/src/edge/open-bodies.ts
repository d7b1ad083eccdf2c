const SWEEP_MS = 1000;
/** Milliseconds over which the rate of a body is measured. */
const WINDOW_MS = 10_000;
/** Bytes per millisecond: a client on a very slow network still sends more than 1 kB per second. */
const MIN_RATE = 1;

/** A body that is not complete yet. */
interface OpenBody {
  /** Counts received bytes. */
  received(bytes: number): void;
  /** Ends the watch, because the body is complete or refused. */
  end(): void;
}

/** The bodies that are not complete yet. */
export interface OpenBodies {
  /**
   * Watches a body; `onSlow` is called once if less than 1 kB per second arrived in the last ten
   * seconds.
   */
  watch(onSlow: () => void): OpenBody;
  stop(): void;
}

interface Watched {
  bytes: number;
  sinceMs: number;
  readonly onSlow: () => void;
}

/** Finds clients that send too slowly: they hold memory and a connection for too long. */
export function watchBodies(windowMs = WINDOW_MS): OpenBodies {
  const open = new Set<Watched>();
  const sweep = setInterval(
    () => {
      const nowMs = performance.now();
      for (const body of open) {
        if (nowMs - body.sinceMs < windowMs) continue;
        if (body.bytes < (nowMs - body.sinceMs) * MIN_RATE) {
          open.delete(body);
          body.onSlow();
        }
        body.bytes = 0;
        body.sinceMs = nowMs;
      }
    },
    Math.min(SWEEP_MS, windowMs / 4),
  ).unref();
  return {
    watch(onSlow) {
      const body = { bytes: 0, sinceMs: performance.now(), onSlow };
      open.add(body);
      return {
        received: (bytes) => {
          body.bytes += bytes;
        },
        end: () => void open.delete(body),
      };
    },
    stop: () => clearInterval(sweep),
  };
}
