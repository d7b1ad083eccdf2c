import { statfsSync } from "node:fs";

/** Errors of a write that mean "no space": disk, quota, or a file size limit. */
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const CHECK_EVERY_MS = 500;

export const isFull = (error: unknown): boolean =>
  FULL.has((error as NodeJS.ErrnoException).code ?? "");

/**
 * Returns a function that tells whether a volume has more free bytes than the reserve; it asks the
 * system at most twice a second.
 */
export function openFreeSpace(dir: string, reserveBytes: number): () => boolean {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let enough = true;
  return () => {
    const now = performance.now();
    if (now - checkedAt < CHECK_EVERY_MS) return enough;
    checkedAt = now;
    const { bavail, bsize } = statfsSync(dir);
    enough = bavail * bsize >= reserveBytes;
    return enough;
  };
}
