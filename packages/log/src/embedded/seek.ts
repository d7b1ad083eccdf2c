import { listSegments } from "./layout.ts";
import type { DurableEnd } from "./marker.ts";
import { SegmentReader } from "./segment-reader.ts";
import { readIndex } from "./sparse-index.ts";

const BUDGET = { records: 4096, bytes: 1024 * 1024 };

/**
 * The first offset whose record time is at or after the given time, or the end. Times may be out of
 * order, so the search skips a part of a segment only if the index says that all earlier records
 * are older.
 */
export async function offsetAtTime(
  dir: string,
  durable: DurableEnd,
  timestampMs: number,
): Promise<number> {
  for (const base of await listSegments(dir)) {
    const hint = readIndex(dir, base).findLast((entry) => entry.newestBefore < timestampMs);
    const reader = await SegmentReader.open(dir, hint?.offset ?? base);
    try {
      const found = await firstSince(reader, durable, timestampMs);
      if (found !== null) return found;
    } finally {
      await reader.close();
    }
  }
  return durable.next;
}

async function firstSince(
  reader: SegmentReader,
  durable: DurableEnd,
  timestampMs: number,
): Promise<number | null> {
  for (;;) {
    const { records } = await reader.take(durable, BUDGET);
    if (records.length === 0) return null;
    const found = records.find((record) => record.timestampMs >= timestampMs);
    if (found !== undefined) return found.offset;
  }
}
