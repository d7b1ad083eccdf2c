/**
 * The uses that write to the volume of a home, from the one that stops last to the one that stops
 * first.
 */
export type DiskUse = "system" | "landing" | "ingest" | "work";

/**
 * Free bytes of the volume below which each use of it stops, from the one setting
 * `HEADWATER_EDGE_RESERVE_MB`. `work` (results, spill, downloads) stops first, so that no statement
 * can stop the edge. `ingest` (the edge) stops next. `landing` (loader and compaction) goes on
 * longer, because it empties the log. The space below that floor belongs to `system`: PostgreSQL
 * and the logs of the product.
 */
export function diskFloors(reserveBytes: number): Readonly<Record<DiskUse, number>> {
  return {
    work: reserveBytes * 2,
    ingest: reserveBytes,
    landing: Math.floor(reserveBytes / 2),
    system: 0,
  };
}

/** True if a use may write at this number of free bytes on the volume. */
export function mayWrite(use: DiskUse, freeBytes: number, reserveBytes: number): boolean {
  return freeBytes >= diskFloors(reserveBytes)[use];
}

const MIB = 1024 ** 2;
const LARGEST_BALLAST_BYTES = 64 * MIB;
const LARGEST_LOG_FILE_BYTES = 32 * MIB;

/**
 * Size of the ballast, a file that is kept only to be deleted: four WAL segments of PostgreSQL,
 * less on a small volume.
 */
export function ballastBytes(volumeBytes: number): number {
  return Math.min(LARGEST_BALLAST_BYTES, Math.floor(volumeBytes / 32));
}

/**
 * Size at which a log file is closed and the next one begins; of each process two log files are
 * kept.
 */
export function logFileBytes(volumeBytes: number): number {
  return Math.min(LARGEST_LOG_FILE_BYTES, Math.floor(volumeBytes / 256));
}

interface BallastState {
  readonly isKept: boolean;
  readonly freeBytes: number;
  readonly volumeBytes: number;
  readonly reserveBytes: number;
}

/**
 * Decides what to do about the ballast. The ballast is given up when the volume is almost full, so
 * that PostgreSQL can go on writing. The ballast is made again when the uses that stop last keep
 * enough space.
 */
export function ballastStep(state: BallastState): "make" | "give up" | "leave" {
  const ballast = ballastBytes(state.volumeBytes);
  if (state.isKept) return state.freeBytes < ballast / 4 ? "give up" : "leave";
  const left = state.freeBytes - ballast;
  return left >= Math.max(ballast, diskFloors(state.reserveBytes).landing) ? "make" : "leave";
}
