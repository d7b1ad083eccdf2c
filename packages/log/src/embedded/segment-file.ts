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
  /** Bytes taken: durable ones and those of batches under way. */
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

// On Linux a write to such a file returns when its bytes are durable, as fdatasync after it would see to, in one trip to a
// thread instead of two (man 2 open). Elsewhere the flag may stop at the drive's cache, where fdatasync doesn't.
const DURABLE_WRITES = process.platform === "linux";
const FLAGS = constants.O_WRONLY | constants.O_CREAT | (DURABLE_WRITES ? constants.O_DSYNC : 0);

/**
 * Creates a segment so that it survives a power loss: file, then its directory entry. A file of that name can only hold
 * records that were never acknowledged (the base is the next durable offset), so it is replaced or emptied.
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
 * Closes a segment at its last durable byte. Cutting what follows (a failed batch, zeros) is tidiness only:
 * readers stop at the base offset of the next segment anyway, and a failing disk must not keep the writer from leaving.
 */
export async function sealSegment(segment: OpenSegment): Promise<void> {
  segment.index.close();
  await segment.file.close().catch(() => undefined);
  await truncate(segment.path, segment.end).catch(() => undefined);
}

/** Writes all bytes at a position and resolves when they are durable; a short write is continued. */
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

// With a callback: at thousands of calls a second the promises of a FileHandle are a cost one can see.
const writeOnce = (fd: number, bytes: Buffer, position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, position, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
