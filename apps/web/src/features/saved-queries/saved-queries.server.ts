import { findQueriesByName } from "@headwater/db/saved-queries";
import { MOST_FOUND, type Search, type ServerFeature } from "../../server/feature.ts";
import { savedQueryRunsRest } from "./runs.rest.ts";
import { savedQueriesRest } from "./saved-queries.rest.ts";
import { savedQueriesRouter } from "./saved-queries.router.ts";

/** Finds saved queries, the most recently changed first. */
const findQueries: Search = async (database, _viewer, text) =>
  (await findQueriesByName(database, text, MOST_FOUND)).map(({ id, name }) => ({
    name,
    id: `query ${id}`,
    path: `/sql/${id}`,
  }));

export const savedQueriesFeature = {
  router: savedQueriesRouter,
  rest: [...savedQueriesRest, ...savedQueryRunsRest],
  searches: { "saved-query": findQueries },
} satisfies ServerFeature;
