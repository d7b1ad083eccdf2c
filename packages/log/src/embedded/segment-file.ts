import { constants, write } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";
import { join } from "node:path";
import { segmentName, syncDirectory } from "./layout.ts";
import type { SpareSegments } from "./spare-segments.ts";
import { type IndexWriter, openIndexWriter } from "./sparse-index.ts";

/** The segment that is being written. */
export interface OpenSegment {
  readonly base: number;
  readonly path: string;
  readonly file: FileHandle;
  readonly index: IndexWriter;
  readonly openedAtMs: number;
  /** Durable bytes. */
  end: number;
  /** Bytes in use: durable bytes and bytes of batches in flight. */
  taken: number;
  newestTimestampMs: number;
}

interface NewSegment {
  readonly dir: string;
  readonly base: number;
  readonly nowMs: number;
  readonly spares: SpareSegments;
  readonly crashPoint: (name: string) => void;
}

// On Linux a write to a file with O_DSYNC returns when its bytes are durable, as if fdatasync
// followed (man 2 open). This takes one call in Node's thread pool instead of two. On other systems
// the flag may only reach the drive's cache, unlike fdatasync.
const DURABLE_WRITES = process.platform === "linux";
const FLAGS = constants.O_WRONLY | constants.O_CREAT | (DURABLE_WRITES ? constants.O_DSYNC : 0);

/**
 * Creates a segment that survives a power loss: the file is synced, then its directory entry. An
 * existing file of that name can only hold records that were never acknowledged (the base is the
 * next durable offset), so it is replaced or emptied.
 */
export async function createSegment(options: NewSegment): Promise<OpenSegment> {
  const { dir, base } = options;
  const path = join(dir, segmentName(base));
  const isSpare = await options.spares.take(path);
  const file = await open(path, isSpare ? FLAGS : FLAGS | constants.O_TRUNC);
  try {
    await file.sync();
    options.crashPoint("E5");
    await syncDirectory(dir);
    const index = openIndexWriter(dir, base);
    const openedAtMs = options.nowMs;
    return { base, path, file, index, openedAtMs, end: 0, taken: 0, newestTimestampMs: 0 };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Closes a segment at its last durable byte. Cutting off the rest (a failed batch, zeros) is not
 * needed for correctness, because readers stop at the base offset of the next segment; so a failing
 * disk does not stop the writer from closing.
 */
export async function sealSegment(segment: OpenSegment): Promise<void> {
  segment.index.close();
  await segment.file.close().catch(() => undefined);
  await truncate(segment.path, segment.end).catch(() => undefined);
}

/**
 * Writes all bytes at a position and resolves when they are durable; a short write is continued.
 */
export async function writeDurably(
  file: FileHandle,
  bytes: Buffer,
  position: number,
): Promise<void> {
  let done = 0;
  while (done < bytes.length)
    done += await writeOnce(file.fd, bytes.subarray(done), position + done);
  if (!DURABLE_WRITES) await file.datasync();
}

// Uses a callback, because at thousands of calls a second the promises of a FileHandle cost
// measurable time.
const writeOnce = (fd: number, bytes: Buffer, position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, position, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
