import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { allMetrics, isOfThisMachine } from "../../server/metrics.ts";
import { handle } from "./handle.ts";

/** Prometheus figures of all processes: for this machine, or with a key. */
export async function answerMetrics(request: Request): Promise<Response> {
  return isOfThisMachine(request) ? allMetrics() : handle(request, READ_PIPELINE, allMetrics);
}
