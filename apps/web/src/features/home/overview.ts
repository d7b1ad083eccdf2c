import type { inferRouterOutputs } from "@trpc/server";
import type { homeRouter } from "./home.router.ts";

/** What the first page is drawn from. */
export type Overview = inferRouterOutputs<typeof homeRouter>["overview"];
