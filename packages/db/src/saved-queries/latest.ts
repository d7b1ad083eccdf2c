import type { Execution } from "@headwater/domain";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";
import { latestRuns } from "../executions/index.ts";

/** The fields of a saved query that determine its latest run. */
interface RunsOfQuery {
  readonly id: number;
  readonly ownerId: string;
  readonly savedWithExecutionId: string | null;
}

/**
 * Finds the latest run of each saved query, by the query's number: the newest of its finished runs
 * and of the run with which it was saved. Runs with parameter values count only if they are runs of
 * the owner, because the owner chooses the values that others see.
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

/**
 * True if this run is the latest run of a saved query: every person who may read the query may see
 * the run.
 */
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
