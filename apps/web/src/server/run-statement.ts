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

/** Milliseconds of one long poll: short enough that a statement which ends between two is not waited for in vain. */
const WAIT_MS = 2000;

/**
 * Runs a statement of the portal's own as the person who looks, on the same path as theirs, and gives all its rows.
 * It has `timeoutMs` from its first moment, waiting for its turn included, and ends when nobody waits for it any more.
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
    // Its rows are for a page that does not come. While the query role is away, the table tells it.
    await query.cancel({ executionId: id }).catch(() => requestCancel(database, id));
    throw error;
  }
  return query.page({
    executionId: id,
    request: { offset: 0, limit: rowLimit },
    userId: viewer.id,
  });
}

/** Waits for a statement to finish. The portal has no engine: rights, limits and sandbox of the query role hold for its own too. */
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
    // Failed, cancelled and timed out are one to who looks at a page: it has no rows, and the engine's words say why.
    if (isFinal(state))
      throw new AppError(
        "query_failed",
        error?.message ?? `The statement was ${state.replace("_", " ")}.`,
      );
    if (gone.aborted) throw new AppError("unavailable", "The request went away.");
    if (Date.now() >= until) throw late(state === "queued");
  }
}

function late(isQueued: boolean): AppError {
  const message = isQueued
    ? "Your statements before this one take too long: wait for them to end, or cancel some, then try again."
    : "Reading this took too long. Try again.";
  return new AppError("query_timeout", message, { retryable: true });
}
