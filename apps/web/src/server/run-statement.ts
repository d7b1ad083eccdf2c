import { requestCancel, startExecution } from "@headwater/db/executions";
import { AppError, isFinal } from "@headwater/domain";
import type { ResultPage } from "@headwater/query/client";
import type { Context } from "./context.ts";
import type { Viewer } from "./session.ts";

interface Statement {
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly rowLimit: number;
  readonly timeoutMs?: number;
}

/**
 * Milliseconds of one long poll, short enough that a statement which ends between two polls costs
 * little time.
 */
const WAIT_MS = 2000;

/**
 * Runs a statement of the portal itself with the viewer's rights, on the same path as the viewer's
 * own statements, and returns all its rows. The statement may take `timeoutMs` including its time
 * in the queue, and it is cancelled when the client no longer waits.
 */
export async function runStatement(
  context: Pick<Context, "database" | "query" | "gone">,
  viewer: Pick<Viewer, "id" | "role">,
  { sql, parameters = {}, rowLimit, timeoutMs = 20_000 }: Statement,
): Promise<ResultPage> {
  const { database, query } = context;
  const until = Date.now() + timeoutMs;
  const { id } = await startExecution(database, {
    person: viewer,
    purpose: "portal",
    sql,
    parameters,
    rowLimit,
    timeoutMs,
  });
  try {
    await ended(context, id, until);
  } catch (error) {
    // The page no longer needs the rows. If the query role does not answer, the cancel request is
    // stored in the table.
    await query.cancel({ executionId: id }).catch(() => requestCancel(database, id));
    throw error;
  }
  return query.page({
    executionId: id,
    request: { offset: 0, limit: rowLimit },
    userId: viewer.id,
  });
}

/**
 * Waits for a statement to finish. The portal has no engine, so the rights, limits and sandbox of
 * the query role also hold for the portal's own statements.
 */
async function ended(
  { query, gone }: Pick<Context, "query" | "gone">,
  id: string,
  until: number,
): Promise<void> {
  let revision = 0;
  for (;;) {
    const waitMs = Math.max(0, Math.min(WAIT_MS, until - Date.now()));
    const progress = await query.progress({ executionId: id, after: revision, waitMs });
    revision = progress.revision;
    const { state, error } = progress.execution;
    if (state === "finished") return;
    // A failed, a cancelled and a timed-out statement are the same for a page: it has no rows, and
    // the engine's message says why.
    if (isFinal(state))
      throw new AppError(
        "query_failed",
        error?.message ?? `The statement was ${state.replace("_", " ")}.`,
      );
    if (gone.aborted)
      throw new AppError("unavailable", "The client no longer waits for this request.");
    if (Date.now() >= until) throw late(state === "queued");
  }
}

function late(isQueued: boolean): AppError {
  const message = isQueued
    ? "Your earlier statements take too long: wait for them to end, or cancel some of them, then try again."
    : "Reading this took too long. Try again.";
  return new AppError("query_timeout", message, { retryable: true });
}
