import type { z } from "zod";
import { idempotencyKey } from "../../server/rest/once.ts";
import type { RestContext } from "../../server/rest/route.ts";
import { resultJson } from "./downloads.ts";
import { type jobAnswer, jobOf } from "./redash-result.ts";
import { progressOf } from "./runs.ts";

/** Short statements answer in one request, as a cached result does at Re:dash. */
const WAIT_MS = 100;

/** The run's job or, once it has ended well within a moment from the cache, its result. */
export async function jobOrResult(
  context: RestContext,
  id: string,
): Promise<Response | z.output<typeof jobAnswer>> {
  const { execution } = await progressOf(context, id, { waitMs: WAIT_MS });
  // An answer that is kept names the run; a result may be of any size.
  if (idempotencyKey(context.request) !== null) return jobOf(execution);
  const cached = execution.resultId !== null && execution.resultId !== execution.id;
  if (execution.state === "finished" && cached) return resultJson(context, id);
  return jobOf(execution);
}
