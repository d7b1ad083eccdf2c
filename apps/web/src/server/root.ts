import { FEATURES } from "../features/server.ts";
import type { ServerFeature } from "./feature.ts";
import { searchRouter } from "./search.router.ts";
import { router } from "./trpc.ts";

const features: readonly ServerFeature[] = Object.values(FEATURES);
const searches = Object.assign({}, ...features.map((feature) => feature.searches ?? {}));

type Routers = { readonly [Name in keyof typeof FEATURES]: (typeof FEATURES)[Name]["router"] };

/** The routers of the features under their names; the cast gives back the types that the mapping loses. */
const routers = Object.fromEntries(
  Object.entries(FEATURES).map(([name, feature]) => [name, feature.router]),
) as Routers;

/** Every procedure of the portal, by feature. */
export const appRouter = router({ ...routers, search: searchRouter(searches) });

export type AppRouter = typeof appRouter;
