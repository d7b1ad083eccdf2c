import { troubleDetail } from "@headwater/domain/stages";
import type { Consumer } from "@headwater/log";
import type { Clock } from "@headwater/runtime";
import type { Report } from "../report.ts";
import { Freshness } from "./freshness.ts";
import { loaderDetails } from "./loader-details.ts";
import type { LoopEvents } from "./loader-loop.ts";

const REPORT_MS = 1000;

interface StatusOptions {
  readonly report: Report;
  readonly sources: ReadonlyMap<string, Consumer>;
  readonly positions: () => ReadonlyMap<string, number>;
  readonly setLag: (topic: string, lag: number) => void;
  readonly clock: Clock;
}

/**
 * Writes the loader's status row: lag by topic, rate, last commit, freshness and the reason of a
 * degraded state.
 */
export class LoaderStatus {
  readonly #options: StatusOptions;
  readonly #freshness = new Freshness();
  readonly stop: () => void;
  #trouble: string | null = null;
  #records = 0;
  #since: number;
  #lastCommit: { id: number; at: string } | null = null;

  constructor(options: StatusOptions) {
    this.#options = options;
    this.#since = this.#now();
    this.stop = options.clock.every(REPORT_MS, () => void this.#write());
  }

  readonly events: LoopEvents = {
    decided: () => {
      this.#records += 1;
    },
    skipped: () => undefined,
    landed: (_batch, { commitId }, submissions) => {
      const now = this.#now();
      this.#lastCommit = { id: commitId, at: new Date(now).toISOString() };
      this.#freshness.note(now, submissions);
      this.setTrouble(null);
    },
  };

  /** Sets the reason why nothing lands at the moment, or null when records land again. */
  setTrouble(reason: string | null): void {
    if (reason === this.#trouble) return;
    this.#trouble = reason;
    void this.#write();
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  async #write(): Promise<void> {
    const { report } = this.#options;
    const lag = await this.#lag();
    const elapsed = Math.max(1, this.#now() - this.#since);
    const rate = Math.round((this.#records * 1000) / elapsed);
    this.#records = 0;
    this.#since = this.#now();
    const freshnessP95Ms = this.#freshness.p95(this.#now());
    const details = loaderDetails({ lag, rate, lastCommit: this.#lastCommit, freshnessP95Ms });
    if (this.#trouble === null) report("running", details);
    else report("degraded", [troubleDetail(this.#trouble), ...details]);
  }

  async #lag(): Promise<Record<string, number | null>> {
    const { sources, positions, setLag } = this.#options;
    const lag: Record<string, number | null> = {};
    for (const [topic, consumer] of sources) {
      // If the log can't be read now, its lag is unknown and not zero.
      const range = await consumer.range(0).catch(() => null);
      lag[topic] = range === null ? null : Math.max(0, range.end - (positions().get(topic) ?? 0));
      setLag(topic, lag[topic] ?? 0);
    }
    return lag;
  }
}
