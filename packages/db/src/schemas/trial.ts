import { createContext, Script } from "node:vm";
import { compileSchema } from "@headwater/domain/schemas";

/**
 * Half of the time that the loader has for the first document of a schema. The most expensive
 * public schema needs a tenth of this time.
 */
const LIMIT_MS = 2000;
const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/**
 * Tries whether the loader can use a schema: compiles the schema and validates a document with it.
 * Returns the problem of the schema, or null if it has no problem.
 */
export function trialProblem(text: string): string | null {
  // JavaScript that does not yield can be stopped only if it was started with a time limit.
  const context = createContext({ task: () => compileSchema(text)({}) });
  try {
    new Script("task()").runInContext(context, { timeout: LIMIT_MS });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === TIMED_OUT)
      return `the schema takes longer than ${LIMIT_MS / 1000} s to compile; make it smaller`;
    if (error instanceof RangeError)
      return "the schema can't be compiled: it has too many alternatives or properties in one place";
    return `the schema can't be compiled: ${(error as Error).message}`;
  }
}
