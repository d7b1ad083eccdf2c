import { execFile } from "node:child_process";
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
  newestTimestampMs: number;
}

interface NewSegment {
  readonly dir: string;
  readonly base: number;
  readonly reserveBytes: number;
  readonly nowMs: number;
  readonly crashPoint: (name: string) => void;
}

// Below this size a child process for fallocate costs more than the space is worth.
const PREALLOCATE_FROM = 8 * 1024 * 1024;

/**
 * Creates a segment so that it survives a power loss: file, then its directory entry. A file of that name can only hold
 * records that were never acknowledged (the base is the next durable offset), so it is emptied.
 */
export async function createSegment(options: NewSegment): Promise<OpenSegment> {
  const { dir, base } = options;
  const path = join(dir, segmentName(base));
  const file = await open(path, "w");
  try {
    await preallocate(path, options.reserveBytes);
    await file.sync();
    options.crashPoint("E5");
    await syncDirectory(dir);
    const index = openIndexWriter(dir, base);
    return { base, path, file, index, openedAtMs: options.nowMs, end: 0, newestTimestampMs: 0 };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Closes a segment at its last durable byte. Cutting what follows (a failed batch, preallocated blocks) is tidiness only:
 * readers stop at the base offset of the next segment anyway, and a failing disk must not keep the writer from leaving.
 */
export async function sealSegment(segment: OpenSegment): Promise<void> {
  segment.index.close();
  await segment.file.close().catch(() => undefined);
  await truncate(segment.path, segment.end).catch(() => undefined);
}

/** Writes all bytes at a position: a short write is continued. */
export async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/**
 * Reserves blocks without changing the size, so that a full disk shows when a segment starts. Node has no fallocate; where
 * the command is missing or the file system can't, the free-space reserve has to do.
 */
function preallocate(path: string, bytes: number): Promise<void> {
  if (bytes < PREALLOCATE_FROM || process.platform !== "linux") return Promise.resolve();
  const options = { env: { LC_ALL: "C", PATH: "/usr/bin:/bin" } };
  return new Promise((resolve, reject) => {
    execFile("fallocate", ["-n", "-l", String(bytes), path], options, (error, _, stderr) => {
      if (error !== null && stderr.includes("No space left"))
        reject(Object.assign(new Error(stderr.trim(), { cause: error }), { code: "ENOSPC" }));
      else resolve();
    });
  });
}
