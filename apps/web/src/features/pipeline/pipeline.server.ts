import type { ServerFeature } from "../../server/feature.ts";
import { pipelineRouter } from "./pipeline.router.ts";

export const pipelineFeature = { router: pipelineRouter } satisfies ServerFeature;
