import { createContext, Script } from "node:vm";
import { compileSchema } from "@headwater/domain/schemas";

/** Half of the time that the loader gives the first document of a schema; the costliest public schema takes a tenth of it. */
const LIMIT_MS = 2000;
const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** Tries whether the loader will be able to use a schema: compiles it and validates a document. Gives what is wrong with it, null if nothing. */
export function trialProblem(text: string): string | null {
  // JavaScript that never pauses can be stopped only if it was started with a time limit, as here.
  const context = createContext({ task: () => compileSchema(text)({}) });
  try {
    new Script("task()").runInContext(context, { timeout: LIMIT_MS });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === TIMED_OUT)
      return `it takes longer than ${LIMIT_MS / 1000} s to compile; make it smaller`;
    if (error instanceof RangeError)
      return "it can't be compiled: it has too many alternatives or properties in one place";
    return `it can't be compiled: ${(error as Error).message}`;
  }
}
