import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { listSegments, segmentName } from "./layout.ts";
import { type DurableEnd, openMarkerReader } from "./marker.ts";
import type { DamagedRange } from "./options.ts";
import { keepDamaged, readRange, scanSegment } from "./segment-scan.ts";

interface Recovered {
  /** Offset of the next record. */
  readonly next: number;
  /** The durable end that readers may use from now on; null if no segment exists. */
  readonly durable: DurableEnd | null;
  readonly truncatedBytes: number;
  readonly damaged: readonly DamagedRange[];
}

/**
 * Prepares a partition without a writer for a new segment. The torn tail of the last segment is cut
 * off, because it was never acknowledged. Durable bytes stay even if they are damaged now, and an
 * offset that a reader may have seen is never used again. Running the recovery twice gives the same
 * state.
 */
export async function recoverPartition(
  dir: string,
  crashPoint: (name: string) => void,
): Promise<Recovered> {
  const marker = openMarkerReader(dir);
  const durable = marker.read();
  marker.close();
  const base = (await listSegments(dir)).at(-1);
  if (base === undefined)
    return { next: durable?.next ?? 0, durable, truncatedBytes: 0, damaged: [] };

  const path = join(dir, segmentName(base));
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    const durableBytes = durable?.segment === base ? Math.min(durable.bytes, size) : 0;
    const scan = await scanSegment(file, base, durableBytes);
    const damaged = [...scan.damaged];
    if (durableBytes > scan.end) damaged.push({ from: scan.end, to: durableBytes });
    for (const range of damaged) await keepDamaged(file, path, range);
    const end = Math.max(scan.end, durableBytes);
    crashPoint("E7");
    const torn = await bytesBeforeZeros(file, end, size);
    if (end < size) await file.truncate(end);
    // Frames that were written but not fsynced before a kill are readable now, and must be durable
    // before a reader may see them.
    await file.sync();
    const next = Math.max(scan.next, durable?.next ?? 0);
    return {
      next,
      durable: { segment: base, bytes: end, next },
      truncatedBytes: torn,
      damaged: damaged.map(({ from, to }) => ({
        segment: segmentName(base),
        fromByte: from,
        toByte: to,
      })),
    };
  } finally {
    await file.close();
  }
}

// An open segment ends in zeros, which are no lost data.
async function bytesBeforeZeros(file: FileHandle, from: number, to: number): Promise<number> {
  const bytes = await readRange(file, from, to);
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}
