import { writeSync } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";
import { join } from "node:path";
import { segmentName, syncDirectory } from "./layout.ts";
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
  /** Up to here the file holds records or zeros. */
  filledTo: number;
  newestTimestampMs: number;
}

interface NewSegment {
  readonly dir: string;
  readonly base: number;
  readonly nowMs: number;
  readonly crashPoint: (name: string) => void;
}

/**
 * Creates a segment so that it survives a power loss: file, then its directory entry. A file of that name can only hold
 * records that were never acknowledged (the base is the next durable offset), so it is emptied.
 */
export async function createSegment(options: NewSegment): Promise<OpenSegment> {
  const { dir, base } = options;
  const path = join(dir, segmentName(base));
  const file = await open(path, "w");
  try {
    await file.sync();
    options.crashPoint("E5");
    await syncDirectory(dir);
    const index = openIndexWriter(dir, base);
    return {
      base,
      path,
      file,
      index,
      openedAtMs: options.nowMs,
      end: 0,
      filledTo: 0,
      newestTimestampMs: 0,
    };
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

/**
 * Writes all bytes at a position: a short write is continued. Synchronous on purpose: the copy into the page cache takes
 * less time than waking a thread for it; the wait for the disk is fdatasync, which is not.
 */
export function writeFully(file: FileHandle, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length)
    done += writeSync(file.fd, bytes, done, bytes.length - done, position + done);
}

const ZEROS = Buffer.alloc(4 * 1024 * 1024);

/**
 * Writes zeros behind the next batch when it reaches the end of the file. Their blocks become durable with that batch's
 * fdatasync; those of the batches after it only overwrite and have no file system journal to wait for: half the time.
 * fallocate would not do: blocks that it reserves go through the journal when they are first written. Small segments
 * don't get any.
 */
export async function fillAhead(
  segment: OpenSegment,
  bytes: number,
  segmentBytes: number,
): Promise<void> {
  const end = segment.end + bytes;
  if (end <= segment.filledTo || segmentBytes < ZEROS.length) return;
  // A short write only means that the next zeros come sooner.
  const { bytesWritten } = await segment.file.write(ZEROS, 0, ZEROS.length, end);
  segment.filledTo = end + bytesWritten;
}
