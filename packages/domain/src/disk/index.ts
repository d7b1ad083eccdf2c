/** What writes to the volume of a home, from the use that stops last to the use that stops first. */
export type DiskUse = "system" | "landing" | "ingest" | "work";

/**
 * Free bytes of the volume below which each use of it stops, from the one setting `HEADWATER_EDGE_RESERVE_MB`.
 * `work` (results, spill, downloads) stops first, so that no statement can stop the edge. `ingest` (the edge) stops next.
 * `landing` (loader and compaction) goes on longer, because it empties the log. What is left below that belongs to
 * `system`: PostgreSQL and the logs of the product.
 */
export function diskFloors(reserveBytes: number): Readonly<Record<DiskUse, number>> {
  return {
    work: reserveBytes * 2,
    ingest: reserveBytes,
    landing: Math.floor(reserveBytes / 2),
    system: 0,
  };
}

/** True where a use may write, given the free bytes of the volume. */
export function mayWrite(use: DiskUse, freeBytes: number, reserveBytes: number): boolean {
  return freeBytes >= diskFloors(reserveBytes)[use];
}

const MIB = 1024 ** 2;
const LARGEST_BALLAST_BYTES = 64 * MIB;
const LARGEST_LOG_FILE_BYTES = 32 * MIB;

/** Size of the ballast, a file that is kept only to be deleted: four WAL segments of PostgreSQL, less on a small volume. */
export function ballastBytes(volumeBytes: number): number {
  return Math.min(LARGEST_BALLAST_BYTES, Math.floor(volumeBytes / 32));
}

/** Size at which a log file of the product makes way for the next one; two are kept of each process. */
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
 * What to do about the ballast. It is given up when the volume is all but full, so that PostgreSQL can go on, and made
 * again when that takes nothing from the uses of the volume that go on longest.
 */
export function ballastStep(state: BallastState): "make" | "give up" | "leave" {
  const ballast = ballastBytes(state.volumeBytes);
  if (state.isKept) return state.freeBytes < ballast / 4 ? "give up" : "leave";
  const left = state.freeBytes - ballast;
  return left >= Math.max(ballast, diskFloors(state.reserveBytes).landing) ? "make" : "leave";
}
