import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * A priority below normal, but not the lowest one: with the lowest priority small files would pile
 * up while the processors are busy.
 */
const NICE = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Lowers the priority of all threads of this process. On Linux each thread has its own priority,
 * and the thread pool of the engine exists before our code runs, so that each thread is set. Later
 * threads inherit the priority of the main thread.
 */
export function lowerPriority(): void {
  setPriority(NICE);
  if (process.platform !== "linux") return;
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      setPriority(Number(thread), NICE);
    } catch {
      // The thread has ended meanwhile.
    }
  }
}
