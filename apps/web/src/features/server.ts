import { accountFeature } from "./account/account.server.ts";
import { adminFeature } from "./admin/admin.server.ts";
import { catalogFeature } from "./catalog/catalog.server.ts";
import { executionsFeature } from "./executions/executions.server.ts";
import { homeFeature } from "./home/home.server.ts";
import { pipelineFeature } from "./pipeline/pipeline.server.ts";
import { savedQueriesFeature } from "./saved-queries/saved-queries.server.ts";
import { sqlFeature } from "./sql/sql.server.ts";

/**
 * The server parts of all features, by the names of their procedures; `index.ts` lists the parts
 * for the browser.
 */
export const FEATURES = {
  account: accountFeature,
  admin: adminFeature,
  catalog: catalogFeature,
  executions: executionsFeature,
  home: homeFeature,
  pipeline: pipelineFeature,
  queries: savedQueriesFeature,
  sql: sqlFeature,
} as const;
