import { createExecution } from "@headwater/db";
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

/** How statements of the portal's own begin: they run as the person who looks, but are no work of theirs. */
export const OWN_STATEMENT = "/* for a page of the portal */ ";

/** Runs a statement of the portal's own as the person who looks, on the same path as theirs, and gives all its rows. */
export async function runStatement(
  { database, query }: Context,
  viewer: Viewer,
  { sql, parameters = {}, rowLimit, timeoutMs = 20_000 }: Statement,
): Promise<ResultPage> {
  const { id } = await createExecution(database, {
    userId: viewer.id,
    role: viewer.role,
    sql: `${OWN_STATEMENT}${sql}`,
    parameters,
    rowLimit,
    timeoutMs,
  });
  // The portal has no engine of its own: rights, limits and the sandbox of the query role hold for its statements too.
  let revision = 0;
  for (;;) {
    const progress = await query.progress(id, { after: revision, waitMs: WAIT_MS });
    revision = progress.revision;
    const { state, error } = progress.execution;
    if (!isFinal(state)) continue;
    // Failed, cancelled and timed out are one to who looks at a page: it has no rows, and the engine's words say why.
    if (state !== "finished")
      throw new AppError(
        "query_failed",
        error?.message ?? `The statement was ${state.replace("_", " ")}.`,
      );
    return query.page(id, { offset: 0, limit: rowLimit });
  }
}
