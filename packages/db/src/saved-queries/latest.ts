import type { Execution } from "@headwater/domain";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";
import { latestRuns } from "../executions/index.ts";

/** What decides over the latest run of a saved query. */
interface RunsOfQuery {
  readonly id: number;
  readonly ownerId: string;
  readonly savedWithExecutionId: string | null;
}

/**
 * The run that each saved query shows as its latest, by the query's number: the newest of its own
 * finished runs and of the run that it was saved with. Of runs with values in place of parameters
 * only the owner's count: the values are the owner's to choose.
 */
export async function latestOfQueries(
  database: Pick<Database, "pool">,
  queries: readonly RunsOfQuery[],
): Promise<Map<number, string>> {
  const wanted = queries.map(({ id, ownerId, savedWithExecutionId }) => ({
    originId: String(id),
    authorId: ownerId,
    executionId: savedWithExecutionId,
  }));
  const latest = await latestRuns(database, SAVED_QUERY_ORIGIN, wanted);
  return new Map([...latest].map(([id, execution]) => [Number(id), execution]));
}

/** True where a saved query shows this run as its latest: whoever may read the query may be shown it. */
export async function isLatestOfQuery(
  database: Database,
  execution: Pick<Execution, "id" | "origin">,
): Promise<boolean> {
  const { id, origin } = execution;
  const own = origin?.kind === SAVED_QUERY_ORIGIN ? [{ id: Number(origin.id) }] : [];
  const queries = await database.prisma.savedQuery.findMany({
    where: { OR: [...own, { savedWithExecutionId: id }] },
    select: { id: true, ownerId: true, savedWithExecutionId: true },
  });
  const latest = await latestOfQueries(database, queries);
  return [...latest.values()].includes(id);
}
