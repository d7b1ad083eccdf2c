import { createContext, Script } from "node:vm";

/**
 * Runs a synchronous task and interrupts it after some milliseconds; returns false if it was
 * interrupted. An error of the task is thrown.
 */
export type WithinTime = (ms: number, task: () => void) => boolean;

const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/**
 * Opens a time limit for synchronous code. Node has no other way to stop code that does not yield,
 * such as a pattern that backtracks for ever, or `uniqueItems` with millions of comparisons. A call
 * costs about 0.2 ms, so that the limit is used for a batch and not for each ping.
 */
export function openTimeLimit(): WithinTime {
  const context = createContext({ task: () => undefined as unknown });
  const script = new Script("task()");
  return (ms, task) => {
    context["task"] = task;
    try {
      script.runInContext(context, { timeout: ms });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === TIMED_OUT) return false;
      throw error;
    }
  };
}
