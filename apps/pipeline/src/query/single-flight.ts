/**
 * Lets one of several callers with the same key work at a time; the others wait and then find the
 * result of the first one.
 */
export interface SingleFlight {
  /** True if a caller works on the key, so that `enter` would wait. */
  busy(key: string): boolean;
  /**
   * Waits until no other caller works on the key; resolves with the function that ends the caller's
   * own work. Resolves at once if the caller cancels.
   */
  enter(key: string, cancel: AbortSignal): Promise<() => void>;
}

/** Opens a single flight without callers. */
export function openSingleFlight(): SingleFlight {
  const inFlight = new Map<string, Promise<void>>();
  return {
    busy: (key) => inFlight.has(key),
    async enter(key, cancel) {
      for (;;) {
        if (cancel.aborted) return () => undefined;
        const other = inFlight.get(key);
        if (other === undefined) break;
        await Promise.race([other, aborted(cancel)]);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      inFlight.set(key, promise);
      return () => {
        inFlight.delete(key);
        resolve();
      };
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
