import type { inferRouterOutputs } from "@trpc/server";
import type { homeRouter } from "./home.router.ts";

/** The content of the first page. */
export type Overview = inferRouterOutputs<typeof homeRouter>["overview"];
