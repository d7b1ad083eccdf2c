import { accountRouter } from "../features/account/account.router.ts";
import { adminRouter } from "../features/admin/admin.router.ts";
import { catalogRouter } from "../features/catalog/catalog.router.ts";
import { homeRouter } from "../features/home/home.router.ts";
import { pipelineRouter } from "../features/pipeline/pipeline.router.ts";
import { savedQueriesRouter } from "../features/saved-queries/saved-queries.router.ts";
import { sqlRouter } from "../features/sql/sql.router.ts";
import { router } from "./trpc.ts";

/** Every procedure of the portal, by feature. */
export const appRouter = router({
  account: accountRouter,
  admin: adminRouter,
  catalog: catalogRouter,
  home: homeRouter,
  pipeline: pipelineRouter,
  queries: savedQueriesRouter,
  sql: sqlRouter,
});

export type AppRouter = typeof appRouter;
