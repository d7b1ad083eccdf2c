import { createContext, Script } from "node:vm";
import { compileSchema } from "@headwater/domain/schemas";

/** Half of what the loader gives the document that needs the schema first; the costliest public one takes a tenth. */
const LIMIT_MS = 2000;
const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** Tries whether the loader will be able to use a schema: compiles it and validates a document. What keeps it from that, null if nothing. */
export function trialProblem(text: string): string | null {
  // The engine stops code that does not give way only where it was started so.
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
