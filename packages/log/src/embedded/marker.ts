import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/**
 * The durable end of the log. It is written only after fdatasync, so a reader that stays below the
 * durable end never reads a record that a crash can remove.
 */
export interface DurableEnd {
  /** Base offset of the segment that is being written. */
  readonly segment: number;
  /** Durable bytes of that segment. */
  readonly bytes: number;
  /** Offset that the next record will get. */
  readonly next: number;
}

export interface MarkerWriter {
  publish(end: DurableEnd): void;
  close(): void;
}

const BYTES = 28;
const ATTEMPTS = 5;

/**
 * The durable end is one record in one file, overwritten in place. The file is not fsynced: after a
 * power loss the record can only be older than the segments, and the writer's recovery publishes it
 * again.
 */
export function openMarkerWriter(dir: string): MarkerWriter {
  const fd = openSync(join(dir, "durable-end"), "a+");
  closeSync(fd);
  const file = openSync(join(dir, "durable-end"), "r+");
  const bytes = Buffer.alloc(BYTES);
  return {
    publish: (end) => {
      bytes.writeDoubleLE(end.segment, 4);
      bytes.writeDoubleLE(end.bytes, 12);
      bytes.writeDoubleLE(end.next, 20);
      bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
      writeSync(file, bytes, 0, BYTES, 0);
    },
    close: () => closeSync(file),
  };
}

/** Reads the durable end; null if no durable end was published or the file is damaged. */
export function openMarkerReader(dir: string): { read(): DurableEnd | null; close(): void } {
  const path = join(dir, "durable-end");
  const bytes = Buffer.alloc(BYTES);
  let file: number | null = null;
  const readOnce = (): DurableEnd | null => {
    file ??= openIfThere(path);
    if (file === null || readSync(file, bytes, 0, BYTES, 0) < BYTES) return null;
    if (crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) return null;
    return {
      segment: bytes.readDoubleLE(4),
      bytes: bytes.readDoubleLE(12),
      next: bytes.readDoubleLE(20),
    };
  };
  return {
    read: () => {
      // A read during a write may return bytes of both records; the next read is consistent.
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const end = readOnce();
        if (end !== null || file === null) return end;
      }
      return null;
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
