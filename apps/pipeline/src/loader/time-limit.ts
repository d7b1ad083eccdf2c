import { createContext, Script } from "node:vm";

/** Runs a synchronous task and cuts it off after some milliseconds, wherever it is; false if it was cut. What the task throws is thrown. */
export type WithinTime = (ms: number, task: () => void) => boolean;

const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/**
 * The one way that the engine has to stop code which does not give way, such as a pattern that backtracks for ever or
 * unique items compared by the million. Costs about 0.2 ms a call, so it is called for a batch, not for a ping.
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
