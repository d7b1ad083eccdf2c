import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const COLLECT_AFTER_BYTES = 128 * 1024 * 1024;
/** A value of a chunk takes at least this much; longer text comes on top. */
const VALUE_BYTES = 16;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/**
 * Frees the engine's memory of unused chunks. The engine's client frees a chunk when the garbage
 * collector collects its object, but the collector knows only a few bytes of the object. Without
 * this function, all of a wide result would be in memory before the collector begins. Call the
 * returned function with the rows of each chunk, and await its promise, which lets the memory be
 * freed.
 */
export function openChunkFreeing(columns: number): (rows: number) => Promise<void> {
  let bytes = 0;
  return async (rows) => {
    bytes += rows * columns * VALUE_BYTES;
    if (bytes < COLLECT_AFTER_BYTES) return;
    bytes = 0;
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  };
}
