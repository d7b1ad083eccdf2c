import { type AppendResult, LogError, type NewRecord, type Producer } from "../event-log.ts";
import { frameBytes, MAX_RECORD_BYTES, writeFrame } from "./frame.ts";
import { isFull, openFreeSpace } from "./free-space.ts";
import { PARTITION } from "./layout.ts";
import type { MarkerWriter } from "./marker.ts";
import type { EmbeddedOptions } from "./options.ts";
import {
  createSegment,
  fillAhead,
  type OpenSegment,
  sealSegment,
  writeFully,
} from "./segment-file.ts";

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_RECORDS = 4096;
const SEGMENT_AGE_MS = 60 * 60 * 1000;
const PROBE_EVERY_MS = 500;

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  resolve(result: AppendResult): void;
  reject(error: LogError): void;
}

interface ProducerSetup {
  readonly topic: string;
  readonly dir: string;
  readonly next: number;
  readonly marker: MarkerWriter;
  readonly options: EmbeddedOptions;
  readonly release: () => Promise<void>;
}

/**
 * The single writer of a partition. Natural group commit: appends that arrive while a write and its fdatasync are under
 * way share the next ones; waiting longer on purpose only makes both latency and throughput worse.
 */
export class SegmentProducer implements Producer {
  readonly #setup: ProducerSetup;
  readonly #hasSpace: () => boolean;
  #waiting: Waiting[] = [];
  #next: number;
  #segment: OpenSegment | null = null;
  #failure: LogError | null = null;
  #failedAt = 0;
  #healthy = true;
  #draining: Promise<void> | null = null;
  #closed: Promise<void> | null = null;
  #staging = Buffer.alloc(0);

  constructor(setup: ProducerSetup) {
    this.#setup = setup;
    this.#next = setup.next;
    this.#hasSpace = openFreeSpace(setup.dir, setup.options.reserveBytes);
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
    this.#requireSpace();
    if (this.#failure === null) return;
    // An empty append goes through the same door as every other one, probe included.
    await this.append([]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    await this.#draining;
    if (this.#segment !== null) await sealSegment(this.#segment);
    this.#setup.marker.close();
    await this.#setup.release();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        const baseOffset = await this.#commit(batch);
        this.#tellHealthy();
        settle(batch, baseOffset);
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

  async #commit(batch: readonly Waiting[]): Promise<number> {
    this.#requireSpace();
    this.#requireProbeDue();
    const bytes = batch.reduce((sum, waiting) => sum + waiting.bytes, 0);
    const segment = await this.#segmentFor(bytes);
    this.#failure = null;
    const baseOffset = this.#next;
    if (bytes === 0) return baseOffset;
    const { records, newest } = this.#encode(batch, bytes);
    const { crashPoint, observe, segmentBytes } = this.#setup.options;
    await fillAhead(segment, bytes, segmentBytes);
    writeFully(segment.file, this.#staging.subarray(0, bytes), segment.end);
    crashPoint("E2");
    const syncFrom = performance.now();
    await segment.file.datasync();
    const syncMs = performance.now() - syncFrom;
    crashPoint("E3");
    this.#publish(segment, { bytes, records, newest });
    observe({ kind: "batch", topic: this.#setup.topic, records, bytes, syncMs });
    return baseOffset;
  }

  #encode(batch: readonly Waiting[], bytes: number): { records: number; newest: number } {
    if (this.#staging.length < bytes || this.#staging.length > BATCH_BYTES * 2)
      this.#staging = Buffer.allocUnsafeSlow(Math.max(bytes, 256 * 1024));
    let at = 0;
    let records = 0;
    let newest = 0;
    for (const waiting of batch)
      for (const record of waiting.records) {
        at = writeFrame(this.#staging, at, this.#next + records, record);
        records += 1;
        newest = Math.max(newest, record.timestampMs);
      }
    return { records, newest };
  }

  #publish(segment: OpenSegment, batch: { bytes: number; records: number; newest: number }): void {
    const end = segment.end + batch.bytes;
    const next = this.#next + batch.records;
    this.#setup.marker.publish({ segment: segment.base, bytes: end, next });
    segment.newestTimestampMs = Math.max(segment.newestTimestampMs, batch.newest);
    segment.end = end;
    this.#next = next;
    segment.index.note({ offset: next, position: end, newestBefore: segment.newestTimestampMs });
  }

  async #segmentFor(bytes: number): Promise<OpenSegment> {
    const { options, dir, topic, marker } = this.#setup;
    const current = this.#segment;
    const nowMs = options.now();
    if (current !== null && !isDue(current, bytes, { options, nowMs })) return current;
    this.#segment = null;
    if (current !== null) await sealSegment(current);
    const segment = await createSegment({
      dir,
      base: this.#next,
      nowMs,
      crashPoint: options.crashPoint,
    });
    marker.publish({ segment: segment.base, bytes: 0, next: segment.base });
    this.#segment = segment;
    options.observe({ kind: "rolled", topic, base: segment.base });
    return segment;
  }

  #requireSpace(): void {
    if (!this.#hasSpace())
      throw new LogError("full", "the volume has less free space than the reserve");
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

  // After a failed write or fdatasync the kernel may have dropped the dirty pages: asking the same file again could
  // report success for lost bytes. So the segment ends at its last durable byte and the next append opens a new one.
  async #fail(error: unknown): Promise<LogError> {
    const failure = toLogError(error);
    this.#tellFailed(failure);
    if (failure === error) return failure;
    const segment = this.#segment;
    this.#segment = null;
    if (segment === null) {
      this.#failure = failure;
      this.#failedAt = performance.now();
    } else await sealSegment(segment);
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

function isDue(
  segment: OpenSegment,
  bytes: number,
  { options, nowMs }: { options: EmbeddedOptions; nowMs: number },
): boolean {
  if (segment.end === 0) return false;
  return segment.end + bytes > options.segmentBytes || nowMs - segment.openedAtMs > SEGMENT_AGE_MS;
}

function settle(batch: readonly Waiting[], baseOffset: number): void {
  let offset = baseOffset;
  for (const { records, resolve } of batch) {
    resolve({ partition: PARTITION, baseOffset: offset });
    offset += records.length;
  }
}
