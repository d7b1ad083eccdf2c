import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { indexName } from "./layout.ts";

/**
 * The position of a frame, and the newest timestamp of the frames before it, for seeks by offset
 * and by time.
 */
export interface IndexEntry {
  readonly offset: number;
  readonly position: number;
  readonly newestBefore: number;
}

export interface IndexWriter {
  /** Adds the start of a durable frame; at most one entry per interval is kept. */
  note(entry: IndexEntry): void;
  close(): void;
}

const ENTRY_BYTES = 24;
const INTERVAL_BYTES = 64 * 1024;

/**
 * Opens an empty index for a new segment. Entries are hints: they are never fsynced, and readers
 * check them against the frames.
 */
export function openIndexWriter(dir: string, base: number): IndexWriter {
  const fd = openSync(join(dir, indexName(base)), "w");
  let from = INTERVAL_BYTES;
  return {
    note: (entry) => {
      if (entry.position < from) return;
      from = entry.position + INTERVAL_BYTES;
      try {
        writeSync(fd, encode(entry));
      } catch {
        // On a full disk the records are durable already, and without this entry a reader only
        // reads a little more.
      }
    },
    close: () => closeSync(fd),
  };
}

/**
 * The entries of a segment in ascending order; an empty list if the index is missing. The list ends
 * before the first entry that is out of order.
 */
export function readIndex(dir: string, base: number): readonly IndexEntry[] {
  const bytes = readIfThere(join(dir, indexName(base)));
  const entries: IndexEntry[] = [];
  let previous: IndexEntry = { offset: base, position: 0, newestBefore: 0 };
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const entry = {
      offset: bytes.readDoubleLE(at),
      position: bytes.readDoubleLE(at + 8),
      newestBefore: bytes.readDoubleLE(at + 16),
    };
    if (!(entry.offset > previous.offset && entry.position > previous.position)) break;
    entries.push(entry);
    previous = entry;
  }
  return entries;
}

function encode(entry: IndexEntry): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeDoubleLE(entry.offset, 0);
  bytes.writeDoubleLE(entry.position, 8);
  bytes.writeDoubleLE(entry.newestBefore, 16);
  return bytes;
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
