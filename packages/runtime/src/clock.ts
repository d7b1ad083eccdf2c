import { setTimeout as sleepFor } from "node:timers/promises";

/**
 * The time, as a port. A process opens its database with this clock, so that every statement that
 * claims, leases, expires or schedules works with it, and a test can set the time of all of them.
 * Limits of one network call or one child process stay with the timers of the machine.
 */
export interface Clock {
  now(): Date;
  /**
   * Runs the work each time when this many milliseconds have passed, until the returned function is
   * called.
   */
  every(milliseconds: number, work: () => void): () => void;
  /** Resolves after this many milliseconds, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
  async sleep(milliseconds, signal) {
    await sleepFor(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(
      (error: unknown) => {
        if (signal?.aborted !== true) throw error;
      },
    );
  },
};
