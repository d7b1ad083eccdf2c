import type { ServerFeature } from "../../server/feature.ts";
import { accountRouter } from "./account.router.ts";

export const accountFeature = { router: accountRouter } satisfies ServerFeature;
