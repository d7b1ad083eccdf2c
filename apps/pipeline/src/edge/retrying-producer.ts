import {
  type AppendResult,
  LogError,
  type LogEvent,
  type NewRecord,
  type Producer,
} from "@headwater/log";
import type { Clock } from "@headwater/runtime";

const RETRY_MS = 500;

interface Topic {
  readonly clock: Clock;
  readonly topic: string;
  /** Gets an event when the log accepts no appends, and when the log accepts appends again. */
  readonly observe: (event: LogEvent) => void;
}

/**
 * Opens a producer. If the disk is too full for that, the returned producer refuses with `full` and
 * tries to open the topic again, so that an edge which starts on a full disk answers 507 instead of
 * not answering.
 */
export async function openRetryingProducer(
  open: () => Promise<Producer>,
  { clock, topic, observe }: Topic,
): Promise<Producer> {
  try {
    return await open();
  } catch (error) {
    if (!isFull(error)) throw error;
    observe({ kind: "failed", topic, error });
    return new RetryingProducer(open, error, {
      clock,
      onOpen: () => observe({ kind: "writable", topic }),
    });
  }
}

const isFull = (error: unknown): error is LogError =>
  error instanceof LogError && error.code === "full";

interface Opening {
  readonly clock: Clock;
  readonly onOpen: () => void;
}

class RetryingProducer implements Producer {
  readonly #closing = new AbortController();
  readonly #opening: Promise<void>;
  #producer: Producer | null = null;
  #failure: LogError;

  constructor(open: () => Promise<Producer>, failure: LogError, opening: Opening) {
    this.#failure = failure;
    this.#opening = this.#keepOpening(open, opening);
  }

  append(records: readonly NewRecord[]): Promise<AppendResult> {
    return this.#producer?.append(records) ?? Promise.reject(this.#failure);
  }

  check(): Promise<void> {
    return this.#producer?.check() ?? Promise.reject(this.#failure);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#opening;
    await this.#producer?.close();
  }

  async #keepOpening(open: () => Promise<Producer>, { clock, onOpen }: Opening): Promise<void> {
    const { signal } = this.#closing;
    while (this.#producer === null && !signal.aborted) {
      await clock.sleep(RETRY_MS, signal);
      if (signal.aborted) return;
      try {
        this.#producer = await open();
        onOpen();
      } catch (error) {
        this.#failure = isFull(error)
          ? error
          : new LogError("poisoned", (error as Error).message, { cause: error });
      }
    }
  }
}
