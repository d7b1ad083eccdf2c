import type { AnyTRPCRouter } from "@trpc/server";
import { FEATURES } from "../features/server.ts";
import type { ServerFeature } from "./feature.ts";
import { searchRouter } from "./search.router.ts";
import { router } from "./trpc.ts";

const features: readonly ServerFeature[] = Object.values(FEATURES);
const searches = Object.assign({}, ...features.map((feature) => feature.searches ?? {}));

type All = typeof FEATURES;
type WithRouter = {
  [Name in keyof All]: All[Name] extends { readonly router: AnyTRPCRouter } ? Name : never;
}[keyof All];
type Routers = { readonly [Name in WithRouter]: All[Name]["router"] };

/**
 * The routers of the features under their names; the cast gives back the types that the mapping
 * loses.
 */
const routers = Object.fromEntries(
  Object.entries<ServerFeature>(FEATURES).flatMap(([name, { router: own }]) =>
    own === undefined ? [] : [[name, own]],
  ),
) as Routers;

/** Every procedure of the portal, by feature. */
export const appRouter = router({ ...routers, search: searchRouter(searches) });

export type AppRouter = typeof appRouter;
