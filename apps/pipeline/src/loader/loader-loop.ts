import type { Consumer } from "@headwater/log";
import type { Clock, Logger } from "@headwater/runtime";
import { type Arrival, addToBatch, arrivalOf, refusalOf } from "./add-to-batch.ts";
import { CommitBatch, type Ending } from "./commit-batch.ts";
import { type Decided, type DecideTurn, weightOf } from "./decide-turn.ts";
import type { InProgress, LogRange, MarkerFile, Recovery } from "./in-progress.ts";
import { nextSuspect } from "./in-progress.ts";
import type { Landed } from "./land-batch.ts";
import type { LiveTail } from "./live-tail.ts";
import { dayAfter, dayOf, type SeenDocuments } from "./seen-documents.ts";

/** The events of the loop; a handler must be cheap. */
export interface LoopEvents {
  decided(topic: string, ending: Ending): void;
  landed(batch: CommitBatch, landed: Landed, submissions: readonly number[]): void;
  skipped(topic: string, records: number): void;
}

export interface LoopOptions {
  /** The consumers by topic; earlier topics are read first. */
  readonly sources: ReadonlyMap<string, Consumer>;
  readonly next: ReadonlyMap<string, number>;
  readonly decideTurn: DecideTurn;
  /**
   * Loads new schemas: a record must be decided with every schema that was registered before its
   * arrival.
   */
  readonly refresh: () => Promise<void>;
  readonly seen: SeenDocuments;
  readonly land: (batch: CommitBatch) => Promise<Landed>;
  readonly tail: LiveTail;
  readonly marker: MarkerFile;
  readonly recovery: Recovery;
  readonly limits: { commitMs: number; commitRows: number; dedupeDays: number };
  readonly events: LoopEvents;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

const READ_RECORDS = 1000;
const READ_BYTES = 8 << 20;
/**
 * The size of a read: after many records or bytes the next records are probably waiting already.
 */
type Found = "none" | "few" | "many";
const IDLE_WAIT_MS = 100;
/**
 * A read of one record costs as much as a read of hundreds, so that the loop pauses after a small
 * read until more records have arrived. The pause delays nobody, because commits are seconds apart.
 */
const WAIT_FOR_MORE_MS = 50;
// Parsed documents stay in memory until they land.
const COMMIT_BYTES = 256 << 20;

/**
 * Reads, decides and lands records. One batch is committed while the next batch fills. An error
 * that waiting can't solve ends the loop, and the process starts again at the last commit.
 */
export class LoaderLoop {
  readonly #options: LoopOptions;
  readonly #next: Map<string, number>;
  /** Offsets of the last commit, where a restarted process would begin. */
  readonly #committed: Map<string, number>;
  #batch: CommitBatch;
  #submissions: number[] = [];
  #landing: Promise<void> | null = null;
  #failure: { error: unknown } | null = null;
  #busy = 0;
  #crashes: number;
  #suspectTo: number | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#next = new Map(
      [...options.sources.keys()].map((topic) => [topic, options.next.get(topic) ?? 0]),
    );
    this.#committed = new Map(this.#next);
    this.#batch = new CommitBatch(this.#now());
    this.#crashes = options.recovery.crashes;
  }

  /** Next offset to read of each topic. */
  get positions(): ReadonlyMap<string, number> {
    return this.#next;
  }

  /** Marks the begin or the end of a time in which a record may crash the process. */
  setBusy(isBusy: boolean): void {
    this.#busy += isBusy ? 1 : -1;
    if (this.#busy === 0) this.#options.marker.clear();
    else if (isBusy) this.#options.marker.write(this.#inProgress());
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  /** Runs until the signal is aborted; lands the pending records before it resolves. */
  async run(): Promise<void> {
    await this.#runSuspects();
    while (!this.#options.signal.aborted) {
      const found = await this.#readAll();
      await this.#commitIfDue();
      if (found === "few") await this.#waitForMore();
    }
    await this.#landing;
    this.#throwFailure();
    await this.#commit();
    await this.#landing;
    this.#throwFailure();
  }

  async #runSuspects(): Promise<void> {
    let recovery: Recovery = this.#options.recovery;
    for (let range = recovery.only; range !== null; range = nextSuspect(recovery)) {
      recovery = { ...recovery, only: range };
      this.#suspectTo = recovery.suspectTo;
      this.#options.logger.warn(
        { range, poison: recovery.poison },
        "reading suspect records separately",
      );
      await this.#readRange(range, recovery.poison);
      await this.#commit();
      await this.#landing;
      this.#throwFailure();
      if (recovery.poison) break;
    }
    if (recovery.only !== null) this.#crashes = 0;
    this.#suspectTo = null;
  }

  async #readRange(range: LogRange, poison: boolean): Promise<void> {
    const consumer = this.#options.sources.get(range.topic);
    if (consumer === undefined) return;
    while ((this.#next.get(range.topic) ?? 0) < range.to && !this.#options.signal.aborted) {
      const from = this.#next.get(range.topic) ?? 0;
      await this.#read(range.topic, { maxRecords: range.to - from, maxWaitMs: 1000, poison });
    }
  }

  async #waitForMore(): Promise<void> {
    const { clock, signal } = this.#options;
    // A stop ends the sleep early, and the loop checks the signal next.
    await clock.sleep(WAIT_FOR_MORE_MS, signal);
  }

  async #readAll(): Promise<Found> {
    const topics = [...this.#options.sources.keys()];
    let found: Found = "none";
    for (const topic of topics) {
      // Only the read of the last topic waits for records, and only if no other topic had any.
      const maxWaitMs = found === "none" && topic === topics.at(-1) ? IDLE_WAIT_MS : 0;
      const read = { maxRecords: READ_RECORDS, maxWaitMs, poison: false };
      const here = await this.#read(topic, read);
      if (here !== "none" && found !== "many") found = here;
    }
    return found;
  }

  async #read(
    topic: string,
    { maxRecords, maxWaitMs, poison }: { maxRecords: number; maxWaitMs: number; poison: boolean },
  ): Promise<Found> {
    const { sources, events, signal } = this.#options;
    const from = this.#next.get(topic) ?? 0;
    const read = { partition: 0, from, maxRecords, maxBytes: READ_BYTES, maxWaitMs, signal };
    const batch = await sources.get(topic)?.read(read);
    if (batch === undefined || batch.next === from) return "none";
    if (this.#batch.isEmpty) this.#batch = new CommitBatch(this.#now());
    const arrivals = batch.records.map((record) => arrivalOf(topic, record));
    await this.#loadDays(arrivals);
    await this.#options.refresh();
    this.#next.set(topic, batch.next);
    this.setBusy(true);
    const decided = poison ? arrivals.map(rejectPoison) : this.#options.decideTurn(arrivals);
    for (const one of decided) this.#addArrival(one);
    this.setBusy(false);
    // The remaining records are read again: between two turns the process has time for commits,
    // signals and signs of life.
    const next = arrivals[decided.length]?.offset ?? batch.next;
    this.#next.set(topic, next);
    this.#batch.advance(topic, from, next);
    if (next === batch.next && batch.skipped.length > 0)
      events.skipped(topic, batch.next - from - batch.records.length);
    const bytes = batch.records.reduce((sum, { value }) => sum + value.length, 0);
    return next < batch.next || bytes > READ_BYTES / 2 || arrivals.length === maxRecords
      ? "many"
      : "few";
  }

  async #loadDays(arrivals: readonly Arrival[]): Promise<void> {
    const days = new Set<string>();
    for (const { micros, envelope } of arrivals) {
      const needed = this.#options.seen.needed(dayOf(micros), envelope?.replay !== undefined);
      for (const day of needed) days.add(day);
    }
    await this.#options.seen.load(days);
  }

  #addArrival({ arrival, decision }: Decided): void {
    const { seen, tail, events } = this.#options;
    const { envelope, topic, micros } = arrival;
    const ending = addToBatch(this.#batch, seen, arrival, decision);
    this.#batch.bytes += arrival.value.length + weightOf(decision);
    events.decided(topic, ending);
    if (envelope === null) return;
    tail.note(this.#now(), envelope, decision, ending);
    const isQueryable = ending === "live" || ending === "rejected";
    if (envelope.replay === undefined && isQueryable) this.#submissions.push(micros);
  }

  async #commitIfDue(): Promise<void> {
    this.#throwFailure();
    const { limits } = this.#options;
    const { records, bytes, openedAt, isEmpty } = this.#batch;
    const isFull = records >= limits.commitRows || bytes >= COMMIT_BYTES;
    const isDue = isFull || this.#now() - openedAt >= limits.commitMs;
    if (isEmpty || !isDue) return;
    // A full batch waits for the commit in progress: further reads would let memory grow without a
    // limit.
    if (this.#landing !== null && !isFull) return;
    await this.#commit();
  }

  async #commit(): Promise<void> {
    await this.#landing;
    this.#throwFailure();
    if (this.#batch.isEmpty) {
      this.#dropOldDays();
      return;
    }
    const batch = this.#batch;
    const submissions = this.#submissions;
    this.#batch = new CommitBatch(this.#now());
    this.#submissions = [];
    this.#landing = this.#land(batch, submissions).catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  async #land(batch: CommitBatch, submissions: readonly number[]): Promise<void> {
    const landed = await this.#options.land(batch);
    for (const { topic, to } of batch.offsets) this.#committed.set(topic, to);
    // A commit is progress and resets the count of crashes. While the loop reads suspect records,
    // each part counts as crashed once.
    if (this.#suspectTo === null) this.#crashes = 0;
    this.#landing = null;
    this.#options.events.landed(batch, landed, submissions);
    if (this.#batch.isEmpty) this.#dropOldDays();
  }

  #dropOldDays(): void {
    const { seen, limits } = this.#options;
    seen.forgetBefore(dayAfter(dayOf(this.#now() * 1000), -limits.dedupeDays));
  }

  #inProgress(): InProgress {
    const ranges = [...this.#next]
      .map(([topic, to]) => ({ topic, from: this.#committed.get(topic) ?? 0, to }))
      .filter(({ from, to }) => to > from);
    return { ranges, crashes: this.#crashes, suspectTo: this.#suspectTo };
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

function rejectPoison(arrival: Arrival): Decided {
  return {
    arrival,
    decision: refusalOf(
      arrival,
      "poison",
      "The record ended the loader each time the loader tried to decide or write it.",
    ),
  };
}
