import type { Database } from "@headwater/db";
import { getExecution, getExecutionReads } from "@headwater/db/executions";
import { isLatestOfQuery, startQueryRun } from "@headwater/db/saved-queries";
import {
  AppError,
  CANCEL_EXECUTION,
  type Execution,
  isFinal,
  READ_EXECUTION,
} from "@headwater/domain";
import { may, type Person } from "@headwater/domain/rights";
import type {
  ExecutionProgress,
  PageRequest,
  QueryClient,
  ResultPage,
} from "@headwater/query/client";
import type { Config } from "@headwater/runtime";

/** The parts of a request's context that a run needs. */
export interface RunContext {
  readonly config: Pick<Config, "query">;
  readonly database: Database;
  readonly query: QueryClient;
  readonly viewer: Person;
}

/** A SQL text that a person wants to run, with its options. */
export interface RunRequest {
  readonly sql: string;
  readonly rowLimit: number | null;
  readonly fresh: boolean;
  readonly savedQueryId: number | null;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Milliseconds between two reads of the execution's row while the query role does not answer. */
const RETRY_MS = 500;
/**
 * An id is checked against this first, because PostgreSQL answers a text that is no UUID with an
 * error.
 */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Records a run of the viewer's statement, which the query role then claims. */
export function startRun(
  { database, viewer, config }: RunContext,
  request: RunRequest,
): Promise<Execution> {
  return startQueryRun(database, {
    ...request,
    person: viewer,
    timeoutMs: config.query.timeoutMs,
  });
}

/**
 * Reads the state and first rows of a run, waiting up to `waitMs` for a change. While the query
 * role does not answer, the run stays queued.
 */
export async function progressOf(
  context: RunContext,
  executionId: string,
  wait: { readonly after?: number; readonly waitMs: number },
): Promise<ExecutionProgress> {
  try {
    return await context.query.progress({ executionId, ...wait });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, wait.waitMs)));
  const execution = await getExecution(context.database, executionId);
  if (execution === null) throw noSuchRun();
  return { execution, firstPage: null, progress: null, revision: wait.after ?? 0 };
}

/**
 * Reads an execution that the viewer may read; throws AppError `not_found` for any other execution.
 */
export async function readableRun(
  { database, viewer }: Pick<RunContext, "database" | "viewer">,
  id: string,
): Promise<Execution> {
  const execution = UUID.test(id) ? await getExecution(database, id) : null;
  const reads = execution === null ? null : await getExecutionReads(database, id);
  if (execution === null || reads === null) throw noSuchRun();
  const { userId } = execution;
  const isShown = userId !== viewer.id && (await isLatestOfQuery(database, execution));
  if (!may(viewer, READ_EXECUTION, { userId, isShown, ...reads })) throw noSuchRun();
  return execution;
}

const noSuchRun = () => new AppError("not_found", "There is no such execution.");

/** Cancels a run; only its author and admins may. */
export async function cancelRun(context: RunContext, id: string): Promise<void> {
  const execution = await readableRun(context, id);
  if (!may(context.viewer, CANCEL_EXECUTION, execution))
    throw new AppError("forbidden", "Only the author of a run or an admin can cancel it.");
  await context.query.cancel({ executionId: id });
}

const STORED_WITHIN_MS = 3000;

/**
 * Reads a page of a result. The first rows of a run are shown before they are stored, so a viewer
 * who scrolls or sorts that early waits a moment.
 */
export async function storedPage(
  context: RunContext,
  executionId: string,
  request: PageRequest,
): Promise<ResultPage> {
  const until = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    try {
      return await context.query.page({ executionId, request, userId: context.viewer.id });
    } catch (error) {
      if (!(error instanceof AppError) || Date.now() > until) throw error;
      const execution = await getExecution(context.database, executionId);
      if (execution === null || isFinal(execution.state)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
