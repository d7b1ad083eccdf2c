import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { allMetrics, isOfThisMachine } from "../metrics.ts";
import { guarded } from "./answer.ts";

/** Prometheus figures of all processes: for this machine, or with a key. */
export async function answerMetrics(request: Request): Promise<Response> {
  return isOfThisMachine(request)
    ? allMetrics()
    : guarded(request, { action: READ_PIPELINE }, allMetrics);
}
