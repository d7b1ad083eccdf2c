import type { ServerFeature } from "../../server/feature.ts";
import { sourcesRest } from "./sources.rest.ts";
import { sqlRouter } from "./sql.router.ts";

export const sqlFeature = { router: sqlRouter, rest: sourcesRest } satisfies ServerFeature;
