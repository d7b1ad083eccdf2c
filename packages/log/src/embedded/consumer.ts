import { setTimeout as sleep } from "node:timers/promises";
import type { Consumer, LogRecord, ReadBatch, ReadOptions } from "../event-log.ts";
import { LogError } from "../event-log.ts";
import { listSegments, PARTITION, partitionDir } from "./layout.ts";
import { openMarkerReader } from "./marker.ts";
import type { DamagedRange } from "./options.ts";
import { offsetAtTime } from "./seek.ts";
import { SegmentReader } from "./segment-reader.ts";

// A read of 28 bytes from the page cache takes microseconds; watching the folder would cost an
// event per batch.
const POLL_MS = 10;

/**
 * Reads a partition from any process. The consumer reads only bytes below the published durable
 * end, so a record that was read once still exists after every crash. A read below the first kept
 * offset continues at the first kept one; a read above the end waits.
 */
export class SegmentConsumer implements Consumer {
  readonly #dir: string;
  readonly #marker: ReturnType<typeof openMarkerReader>;
  #reader: SegmentReader | null = null;
  #closed = false;

  constructor(root: string, topic: string) {
    this.#dir = partitionDir(root, topic, PARTITION);
    this.#marker = openMarkerReader(this.#dir);
  }

  async read(options: ReadOptions): Promise<ReadBatch> {
    this.#requireOpen(options.partition);
    const deadline = performance.now() + options.maxWaitMs;
    while (!(await this.#hasRecords(options.from))) {
      const left = deadline - performance.now();
      if (left <= 0 || options.signal?.aborted === true || this.#closed)
        return { records: [], next: options.from, skipped: [] };
      await sleep(Math.min(POLL_MS, left));
    }
    return this.#collect(options);
  }

  async range(partition: number): Promise<{ first: number; end: number }> {
    this.#requireOpen(partition);
    const end = this.#marker.read()?.next ?? 0;
    const [first] = await listSegments(this.#dir);
    return { first: Math.min(first ?? end, end), end };
  }

  async offsetAt(partition: number, timestampMs: number): Promise<number> {
    this.#requireOpen(partition);
    const durable = this.#marker.read();
    if (durable === null) return 0;
    return offsetAtTime(this.#dir, durable, timestampMs);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#reader?.close();
    this.#marker.close();
  }

  async #hasRecords(from: number): Promise<boolean> {
    return !this.#closed && (this.#marker.read()?.next ?? 0) > from;
  }

  async #collect(options: ReadOptions): Promise<ReadBatch> {
    const records: LogRecord[] = [];
    const skipped: DamagedRange[] = [];
    const budget = { records: options.maxRecords, bytes: options.maxBytes };
    const durable = this.#marker.read();
    let next = options.from;
    // A batch has records of one segment only, so it ends at the end of the segment unless it would
    // be empty.
    while (durable !== null && next < durable.next && records.length === 0) {
      const reader = await this.#readerAt(next);
      const batch = await reader.take(durable, budget);
      records.push(...batch.records);
      skipped.push(...batch.skipped);
      next = batch.next;
    }
    return { records, next, skipped };
  }

  async #readerAt(offset: number): Promise<SegmentReader> {
    if (this.#reader?.next === offset && !this.#reader.exhausted) return this.#reader;
    const previous = this.#reader;
    this.#reader = null;
    await previous?.close();
    this.#reader = await SegmentReader.open(this.#dir, offset);
    return this.#reader;
  }

  #requireOpen(partition: number): void {
    if (this.#closed) throw new LogError("closed", "the consumer is closed");
    if (partition !== PARTITION)
      throw new RangeError(`the embedded log has partition ${PARTITION} only`);
  }
}
