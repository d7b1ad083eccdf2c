import { latestOfQueries, type SavedQuery } from "@headwater/db/saved-queries";
import { AppError, type Execution } from "@headwater/domain";
import { type RunContext, readableRun } from "../executions/public.ts";

/** Reads the latest run of a saved query; null if the viewer may not see that run. */
export async function readableLatest(
  context: Pick<RunContext, "database" | "viewer">,
  query: Pick<SavedQuery, "id" | "ownerId" | "savedWithExecutionId">,
): Promise<Execution | null> {
  const id = (await latestOfQueries(context.database, [query])).get(query.id);
  if (id === undefined) return null;
  return readableRun(context, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}
