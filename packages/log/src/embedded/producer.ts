import { setImmediate as nextTurn } from "node:timers/promises";
import { type AppendResult, LogError, type NewRecord, type Producer } from "../event-log.ts";
import { frameBytes, MAX_RECORD_BYTES } from "./frame.ts";
import { isFull } from "./free-space.ts";
import { PARTITION } from "./layout.ts";
import { PartitionWriter, type PlacedBatch, type WriterSetup } from "./partition-writer.ts";

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_RECORDS = 4096;
const PROBE_EVERY_MS = 500;
/** Batches that the disk works on at once: while one is made durable the next one starts. More of them only get smaller. */
const UNDER_WAY = 2;

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  resolve(result: AppendResult): void;
  reject(error: LogError): void;
}

interface ProducerSetup extends WriterSetup {
  readonly release: () => Promise<void>;
}

/**
 * The single writer of a partition. Natural group commit: appends that arrive while a write and its fdatasync are under
 * way share the next ones; waiting longer on purpose only makes both latency and throughput worse. An append is answered
 * after its own fdatasync and those of all batches before it.
 */
export class SegmentProducer implements Producer {
  readonly #setup: ProducerSetup;
  readonly #writer: PartitionWriter;
  #waiting: Waiting[] = [];
  /** Ends of the batches under way, oldest first. */
  #underWay: Promise<void>[] = [];
  /** A batch under way failed: nothing may be written behind it. */
  #broken: LogError | null = null;
  /** No segment could be opened at all. */
  #failure: LogError | null = null;
  #failedAt = 0;
  #healthy = true;
  #draining: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  constructor(setup: ProducerSetup) {
    this.#setup = setup;
    this.#writer = new PartitionWriter(setup);
  }

  append(records: readonly NewRecord[]): Promise<AppendResult> {
    if (this.#closed !== null) return Promise.reject(closedError());
    let bytes = 0;
    for (const record of records) {
      const size = frameBytes(record);
      if (size > MAX_RECORD_BYTES)
        return Promise.reject(
          new LogError("too_large", `a record of ${size} bytes is over ${MAX_RECORD_BYTES}`),
        );
      bytes += size;
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, bytes, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  async check(): Promise<void> {
    if (this.#closed !== null) throw closedError();
    try {
      this.#writer.requireSpace();
    } catch (error) {
      const failure = toLogError(error);
      this.#tellFailed(failure);
      throw failure;
    }
    if (this.#failure === null && this.#broken === null) {
      this.#tellHealthy();
      return;
    }
    // An empty append goes through the same door as every other one, probe included.
    await this.append([]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    await this.#draining;
    await this.#allLanded();
    await this.#writer.close();
    await this.#setup.release();
  }

  async #drain(): Promise<void> {
    // What other connections send in this turn of the event loop shares the batch.
    await nextTurn();
    while (this.#waiting.length > 0) {
      if (this.#underWay.length >= UNDER_WAY) await this.#underWay[0];
      const batch = this.#take();
      try {
        await this.#commit(batch);
      } catch (error) {
        const failure = await this.#fail(error);
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#draining = null;
  }

  #take(): Waiting[] {
    let bytes = 0;
    let records = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes;
      records += waiting.records.length;
      if (count > 0 && (bytes > BATCH_BYTES || records > BATCH_RECORDS)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    if (this.#broken !== null) await this.#recover();
    this.#writer.requireSpace();
    this.#requireProbeDue();
    const bytes = batch.reduce((sum, waiting) => sum + waiting.bytes, 0);
    if (this.#writer.isDue(bytes)) {
      await this.#allLanded();
      if (this.#broken !== null) await this.#recover();
      await this.#writer.roll();
    }
    this.#failure = null;
    const records = batch.flatMap((waiting) => waiting.records);
    this.#launch(batch, this.#writer.place(records, bytes));
  }

  #launch(batch: readonly Waiting[], placed: PlacedBatch): void {
    const before = this.#underWay.at(-1);
    const end = this.#land(batch, placed, before).finally(() => {
      void this.#underWay.shift();
    });
    this.#underWay.push(end);
  }

  /** Never rejects: the outcome goes to the batch, a failure to those that follow too. */
  async #land(
    batch: readonly Waiting[],
    placed: PlacedBatch,
    before: Promise<void> | undefined,
  ): Promise<void> {
    try {
      const isEmpty = placed.records === 0;
      const syncMs = isEmpty ? 0 : await this.#writer.write(placed);
      await before;
      // What lies behind a hole can't be read: the success of a later batch doesn't count.
      if (this.#broken !== null) throw this.#broken;
      if (!isEmpty) this.#writer.publish(placed, syncMs);
      this.#tellHealthy();
      settle(batch, placed.baseOffset);
    } catch (error) {
      await before;
      this.#broken ??= toLogError(error);
      this.#tellFailed(this.#broken);
      for (const { reject } of batch) reject(this.#broken);
    }
  }

  async #allLanded(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #recover(): Promise<void> {
    await this.#allLanded();
    await this.#writer.abandon();
    this.#broken = null;
  }

  #requireProbeDue(): void {
    if (this.#failure !== null && performance.now() - this.#failedAt < PROBE_EVERY_MS)
      throw this.#failure;
  }

  #tellHealthy(): void {
    if (this.#healthy) return;
    this.#healthy = true;
    this.#setup.options.observe({ kind: "writable", topic: this.#setup.topic });
  }

  #tellFailed(error: LogError): void {
    if (!this.#healthy) return;
    this.#healthy = false;
    this.#setup.options.observe({ kind: "failed", topic: this.#setup.topic, error });
  }

  /** A batch could not be written; what was written before it may still become durable. */
  async #fail(error: unknown): Promise<LogError> {
    const failure = toLogError(error);
    this.#tellFailed(failure);
    if (failure === error) return failure;
    if (this.#writer.hasSegment) {
      await this.#recover();
      return failure;
    }
    this.#failure = failure;
    this.#failedAt = performance.now();
    return failure;
  }
}

function toLogError(error: unknown): LogError {
  if (error instanceof LogError) return error;
  const code = isFull(error) ? "full" : "poisoned";
  const message = `the log can't be written: ${(error as Error).message}`;
  return new LogError(code, message, { cause: error });
}

const closedError = () => new LogError("closed", "the producer is closed");

function settle(batch: readonly Waiting[], baseOffset: number): void {
  let offset = baseOffset;
  for (const { records, resolve } of batch) {
    resolve({ partition: PARTITION, baseOffset: offset });
    offset += records.length;
  }
}
