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
