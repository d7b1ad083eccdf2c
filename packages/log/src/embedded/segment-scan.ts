import { type FileHandle, writeFile } from "node:fs/promises";
import { findFrame, frameLength, HEADER_BYTES, type Parsed, parseFrame } from "./frame.ts";

const CHUNK_BYTES = 1024 * 1024;

/** Reads a byte range; the result is shorter at the end of the file. */
export async function readRange(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/**
 * Reads bytes from a frame start on: about `wanted`, but at least the whole first frame if the file
 * has it.
 */
export async function readFrames(
  file: FileHandle,
  range: { from: number; to: number },
  wanted = CHUNK_BYTES,
): Promise<Buffer> {
  const bytes = await readRange(file, range.from, Math.min(range.to, range.from + wanted));
  const length = frameLength(bytes, 0, bytes.length);
  if (typeof length !== "number" || length <= bytes.length) return bytes;
  return readRange(file, range.from, Math.min(range.to, range.from + length));
}

/**
 * The position where reading can continue after a damaged frame; null if no valid frame follows
 * before `to`.
 */
export async function resync(
  file: FileHandle,
  range: { from: number; to: number },
  expected: number,
): Promise<number | null> {
  const rest = await readRange(file, range.from, range.to);
  const found = findFrame(rest, 0, expected);
  return found === null ? null : range.from + found;
}

/** Keeps the bytes of a damaged range in a file beside the segment; each range is kept once. */
export async function keepDamaged(
  file: FileHandle,
  segmentPath: string,
  range: { from: number; to: number },
): Promise<void> {
  const path = `${segmentPath}.${range.from}-${range.to}.bad`;
  const bytes = await readRange(file, range.from, range.to);
  // EEXIST means that the range was kept before. Any other error (a full disk) must not stop the
  // reading, because the segment itself still has the bytes.
  await writeFile(path, bytes, { flag: "wx" }).catch(() => undefined);
}

export interface Scan {
  /** Position after the last valid frame. */
  readonly end: number;
  /** Offset after the last valid frame. */
  readonly next: number;
  /** Invalid ranges that valid frames follow. */
  readonly damaged: readonly { from: number; to: number }[];
}

interface Walk {
  readonly end: number;
  readonly next: number;
  /** All bytes before this position were durable once, as a later frame has recorded. */
  readonly proven: number;
}

/**
 * Walks all frames of a segment file. Two batches are written at once, so a crash can leave a later
 * batch complete and an earlier batch torn. Neither was acknowledged, because batches are
 * acknowledged in order. So the log ends at the first invalid range that was never durable
 * according to `durableBytes` and the frames after it. An invalid range that was durable is damage.
 */
export async function scanSegment(
  file: FileHandle,
  base: number,
  durableBytes: number,
): Promise<Scan> {
  const { size } = await file.stat();
  const holes: { from: number; to: number; next: number }[] = [];
  let at: Walk = { end: 0, next: base, proven: durableBytes };
  while (at.end < size) {
    const bytes = await readFrames(file, { from: at.end, to: size });
    const walked = walk(bytes, at);
    if (walked.end > at.end) {
      at = walked;
      continue;
    }
    const found = await resync(file, { from: at.end, to: size }, at.next);
    if (found === null) break;
    holes.push({ from: at.end, to: found, next: at.next });
    const frame = await firstFrame(file, found, size);
    at = { ...at, end: found, next: typeof frame === "string" ? at.next : frame.offset };
  }
  const torn = holes.find(({ from }) => from >= at.proven);
  const { end, next } = torn === undefined ? at : { end: torn.from, next: torn.next };
  const damaged = holes.filter(({ from }) => from < end).map(({ from, to }) => ({ from, to }));
  return { end, next, damaged };
}

function walk(bytes: Buffer, from: Walk): Walk {
  let { next, proven } = from;
  let at = 0;
  while (bytes.length - at >= HEADER_BYTES) {
    const frame = parseFrame(bytes, at, bytes.length);
    if (typeof frame === "string" || frame.offset !== next) break;
    proven = Math.max(proven, from.end + at - frame.ahead);
    at += frame.bytes;
    next += 1;
  }
  return { end: from.end + at, next, proven };
}

async function firstFrame(file: FileHandle, from: number, to: number): Promise<Parsed> {
  const bytes = await readFrames(file, { from, to });
  return parseFrame(bytes, 0, bytes.length);
}
