import type { Clock } from "@headwater/runtime";

interface Due {
  at: number;
  /** The interval of repeated work; null for a single wait. */
  readonly every: number | null;
  readonly work: () => void;
}

/** A clock whose time changes only when a test calls `advance`. */
export class TestClock implements Clock {
  #now: number;
  readonly #due = new Set<Due>();

  /** Starts at the given time, by default at noon of an ordinary day. */
  constructor(start: Date | string = "2026-03-04T12:00:00Z") {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  every(milliseconds: number, work: () => void): () => void {
    return this.#add({ at: this.#now + milliseconds, every: milliseconds, work });
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const remove = this.#add({ at: this.#now + milliseconds, every: null, work: resolve });
      const abort = () => {
        remove();
        resolve();
      };
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Moves the time forward, and runs all work that becomes due, in the order of its times. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.#now = next.at;
      if (next.every === null) this.#due.delete(next);
      else next.at += next.every;
      next.work();
    }
    this.#now = end;
  }

  #add(due: Due): () => void {
    this.#due.add(due);
    return () => void this.#due.delete(due);
  }

  #next(end: number): Due | null {
    const [first] = [...this.#due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
    return first ?? null;
  }
}
