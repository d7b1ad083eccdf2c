/** Turns by key: of those who want the same thing at once one goes, the others wait and then find it done. */
export interface SingleFlight {
  /** True where someone has the turn: `enter` would wait. */
  busy(key: string): boolean;
  /** Resolves with the function that ends the turn, once it has come; at once where the caller cancels. */
  enter(key: string, cancel: AbortSignal): Promise<() => void>;
}

/** Opens turns that nobody has. */
export function openSingleFlight(): SingleFlight {
  const flying = new Map<string, Promise<void>>();
  return {
    busy: (key) => flying.has(key),
    async enter(key, cancel) {
      for (;;) {
        if (cancel.aborted) return () => undefined;
        const other = flying.get(key);
        if (other === undefined) break;
        await Promise.race([other, aborted(cancel)]);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      flying.set(key, promise);
      return () => {
        flying.delete(key);
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
