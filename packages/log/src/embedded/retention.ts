import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { indexName, listSegments, PARTITION, segmentName, syncDirectory } from "./layout.ts";

export interface RetentionLimits {
  readonly olderThanMs: number;
  readonly keepFrom: ReadonlyMap<number, number>;
  readonly crashPoint?: (name: string) => void;
}

/**
 * Deletes closed segments whose last write is older than the limit, oldest first, and stops at the
 * first segment that must stay, so that the log has no gaps. Without a `keepFrom` of the partition
 * nothing is deleted, because no consumer has read it yet.
 */
export async function deleteOldSegments(
  dir: string,
  { olderThanMs, keepFrom, crashPoint }: RetentionLimits,
  nowMs: number,
): Promise<number> {
  const keep = keepFrom.get(PARTITION);
  const bases = await listSegments(dir);
  let freed = 0;
  for (const [index, base] of bases.entries()) {
    const end = bases[index + 1];
    if (keep === undefined || end === undefined || end > keep) break;
    const { mtimeMs, size } = await stat(join(dir, segmentName(base)));
    if (nowMs - mtimeMs < olderThanMs) break;
    crashPoint?.("L10");
    await removeSegment(dir, base);
    freed += size;
  }
  if (freed > 0) await syncDirectory(dir);
  return freed;
}

// The records are removed first, because an index without its segment is never read.
async function removeSegment(dir: string, base: number): Promise<void> {
  await rm(join(dir, segmentName(base)), { force: true });
  await rm(join(dir, indexName(base)), { force: true });
  for (const name of await readdir(dir))
    if (name.startsWith(`${segmentName(base)}.`)) await rm(join(dir, name), { force: true });
}
