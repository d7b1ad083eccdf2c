import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/** Yields without starving: where the processors stay busy small files would pile up for ever. */
const NICE = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Makes everything that this process does yield to the others. Niceness belongs to a thread: the pool that runs the
 * engine is there before any code of ours, so on Linux each thread is told; those that come later take after the main one.
 */
export function lowerPriority(): void {
  setPriority(NICE);
  if (process.platform !== "linux") return;
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      setPriority(Number(thread), NICE);
    } catch {
      // It ended meanwhile.
    }
  }
}
