import type { ServerFeature } from "../../server/feature.ts";
import { accountRest } from "./account.rest.ts";
import { accountRouter } from "./account.router.ts";

export const accountFeature = { router: accountRouter, rest: accountRest } satisfies ServerFeature;
