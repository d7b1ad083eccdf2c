import type { ServerFeature } from "../../server/feature.ts";
import { homeRouter } from "./home.router.ts";

export const homeFeature = { router: homeRouter } satisfies ServerFeature;
