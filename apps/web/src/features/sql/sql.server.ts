import type { ServerFeature } from "../../server/feature.ts";
import { sqlRouter } from "./sql.router.ts";

export const sqlFeature = { router: sqlRouter } satisfies ServerFeature;
