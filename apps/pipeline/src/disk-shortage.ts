import { type DiskUse, diskFloors } from "@headwater/domain/disk";
import { freeBytes } from "@headwater/runtime";

const MEGABYTE = 1024 * 1024;

interface Place {
  readonly use: DiskUse;
  readonly folder: string;
  readonly reserveBytes: number;
  /** What is about to be written. */
  readonly bytes?: number;
}

/** Why a use of the disk has to wait, for the pages that show how a stage is doing; null while it may write. */
export function diskShortage({ use, folder, reserveBytes, bytes = 0 }: Place): string | null {
  const free = freeBytes(folder);
  const needed = diskFloors(reserveBytes)[use] + bytes;
  if (free >= needed) return null;
  return `The disk that holds ${folder} is nearly full: ${inMegabytes(free)} are free, work goes on at ${inMegabytes(needed)}.`;
}

/** True if an error means that a volume takes no more. The engine's errors are known by their words, all others by their code. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "full") return true;
  return /No space left on device|Disk quota exceeded/.test(message);
}

const inMegabytes = (bytes: number) => `${Math.floor(bytes / MEGABYTE).toLocaleString("en")} MB`;
