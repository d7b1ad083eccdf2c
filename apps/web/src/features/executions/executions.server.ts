import type { ServerFeature } from "../../server/feature.ts";
import { executionsRest } from "./executions.rest.ts";

export const executionsFeature = { rest: executionsRest } satisfies ServerFeature;
