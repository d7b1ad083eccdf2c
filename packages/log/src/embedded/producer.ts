import { setImmediate as nextTurn } from "node:timers/promises";
import { type AppendResult, LogError, type NewRecord, type Producer } from "../event-log.ts";
import { frameBytes, MAX_RECORD_BYTES } from "./frame.ts";
import { isFull } from "./free-space.ts";
import { PARTITION } from "./layout.ts";
import { PartitionWriter, type PlacedBatch, type WriterSetup } from "./partition-writer.ts";

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_RECORDS = 4096;
const PROBE_EVERY_MS = 500;
/**
 * The most batches in flight: while one is made durable, the next one starts. With more of them
 * each batch would only be smaller.
 */
const MOST_IN_FLIGHT = 2;

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
 * The single writer of a partition. Natural group commit: appends that arrive during a write and
 * its fdatasync share the next ones; waiting longer on purpose would make latency and throughput
 * worse. An append resolves after its own fdatasync and those of all batches before it.
 */
export class SegmentProducer implements Producer {
  readonly #setup: ProducerSetup;
  readonly #writer: PartitionWriter;
  #waiting: Waiting[] = [];
  /** Promises of the batches in flight, oldest first. */
  #inFlight: Promise<void>[] = [];
  /** The error of a batch in flight that failed; nothing may be written after that batch. */
  #broken: LogError | null = null;
  /** The error of the last attempt to open a segment. */
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
      this.#reportFailed(failure);
      throw failure;
    }
    if (this.#failure === null && this.#broken === null) {
      this.#reportHealthy();
      return;
    }
    // An empty append takes the same path as every other one, including the probe.
    await this.append([]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    await this.#draining;
    await this.#waitForInFlight();
    await this.#writer.close();
    await this.#setup.release();
  }

  async #drain(): Promise<void> {
    // Appends of other connections in the same turn of the event loop share the batch.
    await nextTurn();
    while (this.#waiting.length > 0) {
      if (this.#inFlight.length >= MOST_IN_FLIGHT) await this.#inFlight[0];
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
      await this.#waitForInFlight();
      if (this.#broken !== null) await this.#recover();
      await this.#writer.roll();
    }
    this.#failure = null;
    const records = batch.flatMap((waiting) => waiting.records);
    this.#start(batch, this.#writer.place(records, bytes));
  }

  #start(batch: readonly Waiting[], placed: PlacedBatch): void {
    const before = this.#inFlight.at(-1);
    const end = this.#writeAndPublish(batch, placed, before).finally(() => {
      void this.#inFlight.shift();
    });
    this.#inFlight.push(end);
  }

  /**
   * Never rejects: the appends of the batch get the outcome, and a failure also fails the batches
   * after it.
   */
  async #writeAndPublish(
    batch: readonly Waiting[],
    placed: PlacedBatch,
    before: Promise<void> | undefined,
  ): Promise<void> {
    try {
      const isEmpty = placed.records === 0;
      const syncMs = isEmpty ? 0 : await this.#writer.write(placed);
      await before;
      // Records after a missing batch can't be read, so the success of a later batch doesn't count.
      if (this.#broken !== null) throw this.#broken;
      if (!isEmpty) this.#writer.publish(placed, syncMs);
      this.#reportHealthy();
      settle(batch, placed.baseOffset);
    } catch (error) {
      await before;
      this.#broken ??= toLogError(error);
      this.#reportFailed(this.#broken);
      for (const { reject } of batch) reject(this.#broken);
    }
  }

  async #waitForInFlight(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  async #recover(): Promise<void> {
    await this.#waitForInFlight();
    await this.#writer.abandon();
    this.#broken = null;
  }

  #requireProbeDue(): void {
    if (this.#failure !== null && performance.now() - this.#failedAt < PROBE_EVERY_MS)
      throw this.#failure;
  }

  #reportHealthy(): void {
    if (this.#healthy) return;
    this.#healthy = true;
    this.#setup.options.observe({ kind: "writable", topic: this.#setup.topic });
  }

  #reportFailed(error: LogError): void {
    if (!this.#healthy) return;
    this.#healthy = false;
    this.#setup.options.observe({ kind: "failed", topic: this.#setup.topic, error });
  }

  /**
   * Handles a batch that could not be written; batches that were written before may still become
   * durable.
   */
  async #fail(error: unknown): Promise<LogError> {
    const failure = toLogError(error);
    this.#reportFailed(failure);
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
