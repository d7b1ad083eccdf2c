import { type DiskUse, diskFloors } from "@headwater/domain/disk";
import { freeBytes } from "@headwater/runtime";

const MEGABYTE = 1024 * 1024;

interface DiskNeed {
  readonly use: DiskUse;
  readonly folder: string;
  readonly reserveBytes: number;
  /** The size of the next write. */
  readonly bytes?: number;
}

/**
 * The reason why a use of the disk must wait, as a text for the status pages; null while the use
 * may write.
 */
export function diskShortage({ use, folder, reserveBytes, bytes = 0 }: DiskNeed): string | null {
  const free = freeBytes(folder);
  const needed = diskFloors(reserveBytes)[use] + bytes;
  if (free >= needed) return null;
  return `The disk that holds ${folder} is nearly full: ${inMegabytes(free)} are free, and work continues at ${inMegabytes(needed)}. Free some space on it.`;
}

/**
 * True if an error means that a volume is full. Errors of the SQL engine say so in their text, and
 * all other errors in their code.
 */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "full") return true;
  return /No space left on device|Disk quota exceeded/.test(message);
}

const inMegabytes = (bytes: number) => `${Math.floor(bytes / MEGABYTE).toLocaleString("en")} MB`;
