import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { LogRecord } from "../event-log.ts";
import { parseFrame } from "./frame.ts";
import { listSegments, segmentName } from "./layout.ts";
import type { DurableEnd } from "./marker.ts";
import type { DamagedRange } from "./options.ts";
import { keepDamaged, readFrames, resync } from "./segment-scan.ts";
import { readIndex } from "./sparse-index.ts";

interface Taken {
  readonly records: readonly LogRecord[];
  readonly next: number;
  readonly skipped: readonly DamagedRange[];
}

/** Reads one segment from an offset on. */
export class SegmentReader {
  readonly #dir: string;
  readonly #base: number;
  readonly #file: FileHandle;
  #position: number;
  /** Offset of the frame at `#position`. */
  #expected: number;
  /** Frames below this offset are skipped. */
  #wanted: number;
  exhausted = false;

  private constructor(at: { dir: string; base: number; file: FileHandle; wanted: number }) {
    this.#dir = at.dir;
    this.#base = at.base;
    this.#file = at.file;
    this.#position = 0;
    this.#expected = at.base;
    this.#wanted = Math.max(at.wanted, at.base);
  }

  /** Opens the segment with the offset, or the first segment if that one was deleted. */
  static async open(dir: string, offset: number): Promise<SegmentReader> {
    const bases = await listSegments(dir);
    const base = bases.findLast((candidate) => candidate <= offset) ?? bases[0];
    if (base === undefined) throw new Error(`${dir} has a durable end but no segment`);
    const file = await open(join(dir, segmentName(base)), "r");
    const reader = new SegmentReader({ dir, base, file, wanted: offset });
    await reader.#jump(offset);
    return reader;
  }

  /** The offset at which `take` continues. */
  get next(): number {
    return this.#wanted;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /**
   * Returns the next records within the budget, but at least one if the segment has more. At the
   * end of the segment it returns no records, and the base of the next segment as the next offset.
   */
  async take(durable: DurableEnd, budget: { records: number; bytes: number }): Promise<Taken> {
    const limit = await this.#limit(durable);
    const skipped: DamagedRange[] = [];
    while (this.#position < limit.bytes && this.#expected < limit.next) {
      const range = { from: this.#position, to: limit.bytes };
      const bytes = await readFrames(this.#file, range, readSize(budget.bytes));
      const records = this.#parse(bytes, limit.next, budget);
      if (records.length > 0) return { records, next: this.#wanted, skipped };
      if (this.#position === range.from) skipped.push(await this.#skip(limit));
    }
    this.#finish(limit);
    return { records: [], next: this.#wanted, skipped };
  }

  #finish(limit: { next: number; closed: boolean }): void {
    this.exhausted = limit.closed;
    // A damaged tail has no frame with the next offset, so the limit gives it.
    this.#wanted = Math.max(this.#wanted, limit.next);
    this.#expected = Math.max(this.#expected, limit.next);
  }

  async #limit(durable: DurableEnd): Promise<{ bytes: number; next: number; closed: boolean }> {
    if (durable.segment === this.#base)
      return { bytes: durable.bytes, next: durable.next, closed: false };
    const following = (await listSegments(this.#dir)).find((base) => base > this.#base);
    const { size } = await this.#file.stat();
    return { bytes: size, next: Math.min(following ?? durable.next, durable.next), closed: true };
  }

  #parse(bytes: Buffer, end: number, budget: { records: number; bytes: number }): LogRecord[] {
    const records: LogRecord[] = [];
    let size = 0;
    let at = 0;
    while (records.length < budget.records && this.#expected < end) {
      const frame = parseFrame(bytes, at, bytes.length);
      if (typeof frame === "string" || frame.offset < this.#expected) break;
      const { offset, key, value, timestampMs } = frame;
      size += value.byteLength;
      if (records.length > 0 && size > budget.bytes) break;
      at += frame.bytes;
      this.#expected = offset + 1;
      if (offset >= this.#wanted) records.push({ offset, key, value, timestampMs });
      else size = 0;
    }
    this.#position += at;
    this.#wanted = Math.max(this.#wanted, this.#expected);
    return records;
  }

  async #skip(limit: { bytes: number }): Promise<DamagedRange> {
    const range = { from: this.#position, to: limit.bytes };
    const found = (await resync(this.#file, range, this.#expected)) ?? limit.bytes;
    const segment = segmentName(this.#base);
    await keepDamaged(this.#file, join(this.#dir, segment), { from: range.from, to: found });
    this.#position = found;
    return { segment, fromByte: range.from, toByte: found };
  }

  // An index entry is only a hint, and is used if a frame with its offset is at its position.
  async #jump(offset: number): Promise<void> {
    const entry = readIndex(this.#dir, this.#base).findLast((hint) => hint.offset <= offset);
    if (entry === undefined) return;
    const { size } = await this.#file.stat();
    const bytes = await readFrames(this.#file, { from: entry.position, to: size }, 4096);
    const frame = parseFrame(bytes, 0, bytes.length);
    if (typeof frame === "string" || frame.offset !== entry.offset) return;
    this.#position = entry.position;
    this.#expected = entry.offset;
  }
}

const MIN_READ = 64 * 1024;
const MAX_READ = 8 * 1024 * 1024;

const readSize = (budgetBytes: number): number =>
  Math.min(MAX_READ, Math.max(MIN_READ, budgetBytes));
