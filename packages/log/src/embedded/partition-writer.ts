import { LogError, type NewRecord } from "../event-log.ts";
import { writeFrame } from "./frame.ts";
import { openFreeSpace } from "./free-space.ts";
import type { MarkerWriter } from "./marker.ts";
import type { EmbeddedOptions } from "./options.ts";
import { createSegment, type OpenSegment, sealSegment, writeDurably } from "./segment-file.ts";
import type { SpareSegments } from "./spare-segments.ts";

const SEGMENT_AGE_MS = 60 * 60 * 1000;
/** From this share of a full segment on, a spare for the next segment is prepared. */
const PREPARE_AT = 0.25;
const STAGING_BYTES = 256 * 1024;
/**
 * A larger staging buffer is not kept after its batch, because one huge ping must not cost memory
 * for ever.
 */
const STAGING_LIMIT_BYTES = 16 * 1024 * 1024;

export interface WriterSetup {
  readonly topic: string;
  readonly dir: string;
  /** Offset of the next record. */
  readonly next: number;
  readonly marker: MarkerWriter;
  readonly spares: SpareSegments;
  readonly options: EmbeddedOptions;
}

/** Records with a position in the log that are not yet durable. */
export interface PlacedBatch {
  readonly segment: OpenSegment;
  readonly position: number;
  readonly bytes: Buffer;
  readonly baseOffset: number;
  readonly records: number;
  readonly newestTimestampMs: number;
}

/**
 * Writes batches of records into the segments of one partition. Placing, making durable and
 * publishing are three steps, so that the disk can work on several batches at once; they are
 * published in the order in which they were placed.
 */
export class PartitionWriter {
  readonly #setup: WriterSetup;
  readonly #hasSpace: () => boolean;
  #segment: OpenSegment | null = null;
  /**
   * Offset of the next record to place; larger than the durable offset while batches are in flight.
   */
  #next: number;
  #durableNext: number;
  /** Unused buffers. */
  readonly #staging: Buffer[] = [];

  constructor(setup: WriterSetup) {
    this.#setup = setup;
    this.#next = setup.next;
    this.#durableNext = setup.next;
    this.#hasSpace = openFreeSpace(setup.dir, setup.options.reserveBytes);
  }

  /** True if a segment is open, which a failed write may have damaged. */
  get hasSegment(): boolean {
    return this.#segment !== null;
  }

  /** Refuses with `full` while the volume has less free space than the reserve. */
  requireSpace(): void {
    if (!this.#hasSpace())
      throw new LogError("full", "the volume has less free space than the reserve");
  }

  /**
   * True if this many bytes need a new segment; `roll` may only be called while no batch is in
   * flight.
   */
  isDue(bytes: number): boolean {
    const segment = this.#segment;
    if (segment === null) return true;
    if (segment.taken === 0) return false;
    const { segmentBytes, now } = this.#setup.options;
    return segment.taken + bytes > segmentBytes || now() - segment.openedAtMs > SEGMENT_AGE_MS;
  }

  /** Closes the open segment and begins the next. */
  async roll(): Promise<void> {
    const { options, dir, topic, marker } = this.#setup;
    await this.#seal();
    const segment = await createSegment({
      dir,
      base: this.#next,
      nowMs: options.now(),
      spares: this.#setup.spares,
      crashPoint: options.crashPoint,
    });
    marker.publish({ segment: segment.base, bytes: 0, next: segment.base });
    this.#segment = segment;
    options.observe({ kind: "rolled", topic, base: segment.base });
  }

  /** Gives records the position after the last ones; this writes nothing. */
  place(records: readonly NewRecord[], size: number): PlacedBatch {
    const segment = this.#segment;
    if (segment === null) throw new Error("no segment was opened");
    const { options, spares } = this.#setup;
    const baseOffset = this.#next;
    const position = segment.taken;
    const bytes = this.#buffer(size);
    const ahead = position - segment.end;
    const newestTimestampMs = encode(bytes, records, { offset: baseOffset, ahead });
    segment.taken += size;
    this.#next += records.length;
    if (segment.taken > options.segmentBytes * PREPARE_AT) spares.prepare();
    return { segment, position, bytes, baseOffset, records: records.length, newestTimestampMs };
  }

  /** Writes a batch and makes it durable; resolves with the time in milliseconds. */
  async write({ segment, position, bytes }: PlacedBatch): Promise<number> {
    const { crashPoint } = this.#setup.options;
    const from = performance.now();
    const written = writeDurably(segment.file, bytes, position);
    crashPoint("E2");
    await written;
    const took = performance.now() - from;
    crashPoint("E3");
    return took;
  }

  /** Shows a durable batch to readers. */
  publish(batch: PlacedBatch, syncMs: number): void {
    const { segment, records } = batch;
    const { marker, options, topic } = this.#setup;
    const bytes = batch.bytes.length;
    const end = batch.position + bytes;
    const next = batch.baseOffset + records;
    marker.publish({ segment: segment.base, bytes: end, next });
    segment.newestTimestampMs = Math.max(segment.newestTimestampMs, batch.newestTimestampMs);
    segment.end = end;
    this.#durableNext = next;
    segment.index.note({ offset: next, position: end, newestBefore: segment.newestTimestampMs });
    options.observe({ kind: "batch", topic, records, bytes, syncMs });
    this.#giveBack(batch.bytes);
  }

  /**
   * Gives up the placed but unpublished batches. After a failed write or fdatasync the kernel may
   * have dropped the dirty pages, so a second fdatasync could report success for lost bytes. So the
   * segment ends at its last durable byte, and the next batch needs a new segment.
   */
  async abandon(): Promise<void> {
    await this.#seal();
    this.#next = this.#durableNext;
  }

  async close(): Promise<void> {
    await this.#seal();
    await this.#setup.spares.close();
    this.#setup.marker.close();
  }

  async #seal(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    if (segment !== null) await sealSegment(segment);
  }

  #buffer(size: number): Buffer {
    const free = this.#staging.pop();
    const whole =
      free !== undefined && free.length >= size
        ? free
        : Buffer.allocUnsafeSlow(Math.max(size, STAGING_BYTES));
    return whole.subarray(0, size);
  }

  // Never called after a failure, because a write that timed out may still read from the buffer.
  #giveBack(bytes: Buffer): void {
    const whole = Buffer.from(bytes.buffer, 0, bytes.buffer.byteLength);
    if (whole.length <= STAGING_LIMIT_BYTES) this.#staging.push(whole);
  }
}

/** Writes the frames of records one after the other; returns the newest timestamp. */
function encode(
  target: Buffer,
  records: readonly NewRecord[],
  first: { offset: number; ahead: number },
): number {
  let { offset } = first;
  let at = 0;
  let newest = 0;
  for (const record of records) {
    at = writeFrame(target, at, record, { offset, ahead: first.ahead + at });
    offset += 1;
    newest = Math.max(newest, record.timestampMs);
  }
  return newest;
}
