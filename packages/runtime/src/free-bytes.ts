import { statfsSync } from "node:fs";

/**
 * Bytes that an ordinary process can still write to the volume of `path`; infinite if the system
 * does not report them.
 */
export function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Size of the volume of `path`; infinite if the system does not report it. */
export function volumeBytes(path: string): number {
  try {
    const { blocks, bsize } = statfsSync(path);
    return blocks * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
