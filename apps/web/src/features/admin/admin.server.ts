import type { ServerFeature } from "../../server/feature.ts";
import { adminRouter } from "./admin.router.ts";

export const adminFeature = { router: adminRouter } satisfies ServerFeature;
