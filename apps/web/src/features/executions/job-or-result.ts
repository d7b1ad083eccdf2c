import type { z } from "zod";
import { idempotencyKey } from "../../server/rest/once.ts";
import type { RestContext } from "../../server/rest/route.ts";
import { resultJson } from "./downloads.ts";
import { type jobAnswer, jobOf } from "./redash-result.ts";
import { progressOf } from "./runs.ts";

/** The wait for a cached result, so that it comes in one request, as at Re:dash. */
const WAIT_MS = 100;

/** Answers the run's job or, if the run finished from the cache within the wait, its result. */
export async function jobOrResult(
  context: RestContext,
  id: string,
): Promise<Response | z.output<typeof jobAnswer>> {
  const { execution } = await progressOf(context, id, { waitMs: WAIT_MS });
  // An answer with an idempotency key is stored: it names the run, because a result may have any
  // size.
  if (idempotencyKey(context.request) !== null) return jobOf(execution);
  const cached = execution.resultId !== null && execution.resultId !== execution.id;
  if (execution.state === "finished" && cached) return resultJson(context, id);
  return jobOf(execution);
}
