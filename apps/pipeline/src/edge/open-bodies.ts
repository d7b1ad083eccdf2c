const SWEEP_MS = 1000;
/** Milliseconds a body is watched for before it is judged. */
const WINDOW_MS = 10_000;
/** Bytes a millisecond: a client on the slowest of networks sends more than 1 kB a second. */
const MIN_RATE = 1;

/** A body that is on its way. */
interface OpenBody {
  /** Notes that bytes came. */
  received(bytes: number): void;
  /** It is whole or given up: it is not watched any longer. */
  end(): void;
}

/** Bodies that are on their way. */
export interface OpenBodies {
  /** Watches one; `onSlow` is called once if less than 1 kB a second came during the last ten seconds. */
  watch(onSlow: () => void): OpenBody;
  stop(): void;
}

interface Watched {
  bytes: number;
  sinceMs: number;
  readonly onSlow: () => void;
}

/** Finds the clients that send so slowly that they only hold memory and a connection. */
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
