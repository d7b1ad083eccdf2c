import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { allMetrics, isOfThisMachine } from "../metrics.ts";
import { guarded } from "./answer.ts";

/**
 * Answers the Prometheus figures of all processes to this machine itself, and to others with a key.
 */
export async function answerMetrics(request: Request): Promise<Response> {
  return isOfThisMachine(request)
    ? allMetrics()
    : guarded(request, { action: READ_PIPELINE }, allMetrics);
}
