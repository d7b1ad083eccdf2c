import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const COLLECT_AFTER_BYTES = 128 * 1024 * 1024;
/** A value of a chunk takes at least this much; longer text comes on top. */
const VALUE_BYTES = 16;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/**
 * Frees the engine's memory of chunks that nobody uses any more. The engine's client frees a chunk when its object is
 * collected, and the collector sees a few bytes of that object: without this, a wide result is all in memory before the
 * collector begins. The returned function is called with the rows of each chunk; its promise lets the freeing happen.
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
