import type { ServerFeature } from "../../server/feature.ts";
import { adminRest } from "./admin.rest.ts";
import { adminRouter } from "./admin.router.ts";

export const adminFeature = { router: adminRouter, rest: adminRest } satisfies ServerFeature;
