import { crc32 } from "node:zlib";
import type { NewRecord } from "../event-log.ts";

/**
 * One record on disk, little endian: magic u32, CRC-32 u32 of all that follows, value length u32,
 * key length i32 (-1: no key), offset f64, timestamp in ms f64, u32 with the bytes between the
 * durable end and this frame at the time of placing, key, value.
 */
export const HEADER_BYTES = 36;
/**
 * Larger records are refused, so that a damaged length can't make a reader allocate without limit.
 */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const MAGIC = Buffer.from("HWL2", "latin1");
const MAGIC_NUMBER = MAGIC.readUInt32LE(0);
const CRC_FROM = 8;

interface Frame {
  readonly offset: number;
  /** Bytes before this frame that were not yet durable when the frame was placed. */
  readonly ahead: number;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
  readonly bytes: number;
}

/** `short`: the bytes end before the frame does; `bad`: these bytes are no frame. */
export type Parsed = Frame | "short" | "bad";

/** The size of a record in a segment, in bytes. */
export function frameBytes(record: NewRecord): number {
  let bytes = HEADER_BYTES + (record.key?.byteLength ?? 0);
  for (const part of record.parts) bytes += part.byteLength;
  return bytes;
}

/**
 * Writes a record at `at` and returns the position of the next one. The target must be large
 * enough.
 */
export function writeFrame(
  target: Buffer,
  at: number,
  record: NewRecord,
  { offset, ahead }: Pick<Frame, "offset" | "ahead">,
): number {
  const key = record.key ?? null;
  let end = at + HEADER_BYTES;
  if (key !== null) {
    target.set(key, end);
    end += key.byteLength;
  }
  const valueFrom = end;
  for (const part of record.parts) {
    target.set(part, end);
    end += part.byteLength;
  }
  target.writeUInt32LE(MAGIC_NUMBER, at);
  target.writeUInt32LE(end - valueFrom, at + 8);
  target.writeInt32LE(key === null ? -1 : key.byteLength, at + 12);
  target.writeDoubleLE(offset, at + 16);
  target.writeDoubleLE(record.timestampMs, at + 24);
  target.writeUInt32LE(ahead, at + 32);
  target.writeUInt32LE(crc32(target.subarray(at + CRC_FROM, end)), at + 4);
  return end;
}

/**
 * Reads the frame that starts at `at`; bytes from `end` on are not read. Key and value are views.
 */
export function parseFrame(bytes: Buffer, at: number, end: number): Parsed {
  const length = frameLength(bytes, at, end);
  if (typeof length !== "number") return length;
  if (length > end - at) return "short";
  if (crc32(bytes.subarray(at + CRC_FROM, at + length)) !== bytes.readUInt32LE(at + 4))
    return "bad";
  const keyBytes = bytes.readInt32LE(at + 12);
  const valueFrom = at + HEADER_BYTES + Math.max(keyBytes, 0);
  return {
    offset: bytes.readDoubleLE(at + 16),
    timestampMs: bytes.readDoubleLE(at + 24),
    ahead: bytes.readUInt32LE(at + 32),
    key: keyBytes < 0 ? null : bytes.subarray(at + HEADER_BYTES, valueFrom),
    value: bytes.subarray(valueFrom, at + length),
    bytes: length,
  };
}

/** The length in the header at `at`, which may be wrong until the CRC is checked. */
export function frameLength(bytes: Buffer, at: number, end: number): number | "short" | "bad" {
  if (end - at < HEADER_BYTES) return "short";
  if (bytes.readUInt32LE(at) !== MAGIC_NUMBER) return "bad";
  const keyBytes = bytes.readInt32LE(at + 12);
  const length = HEADER_BYTES + Math.max(keyBytes, 0) + bytes.readUInt32LE(at + 8);
  return keyBytes < -1 || length > HEADER_BYTES + MAX_RECORD_BYTES ? "bad" : length;
}

/**
 * The position of the next valid frame after a damaged one at `at`; null if no valid frame follows.
 * The position by the damaged frame's own length is tried first, because a body can hold bytes that
 * look like a frame.
 */
export function findFrame(bytes: Buffer, at: number, expected: number): number | null {
  const claimed = frameLength(bytes, at, bytes.length);
  const good = (from: number) => {
    const frame = parseFrame(bytes, from, bytes.length);
    const most = expected + (from - at) / HEADER_BYTES;
    return typeof frame !== "string" && frame.offset > expected && frame.offset <= most;
  };
  if (typeof claimed === "number" && good(at + claimed)) return at + claimed;
  for (let from = bytes.indexOf(MAGIC, at + 1); from >= 0; from = bytes.indexOf(MAGIC, from + 1))
    if (good(from)) return from;
  return null;
}
