import type { ServerFeature } from "../../server/feature.ts";
import { pipelineRest } from "./pipeline.rest.ts";
import { pipelineRouter } from "./pipeline.router.ts";

export const pipelineFeature = {
  router: pipelineRouter,
  rest: pipelineRest,
} satisfies ServerFeature;
