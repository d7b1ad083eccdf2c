import type { Database } from "@headwater/db";
import { getExecution, getExecutionReach, queueExecution } from "@headwater/db/executions";
import { AppError, type Execution, isFinal } from "@headwater/domain";
import { fillTemplate, mayReadRows } from "@headwater/domain/query";
import type {
  ExecutionProgress,
  PageRequest,
  QueryClient,
  ResultPage,
} from "@headwater/query/client";
import type { Config } from "@headwater/runtime";
import { audit } from "../../server/audit.ts";
import { may, roleFor } from "../../server/rights.ts";
import { MOST_QUEUED } from "../../server/run-statement.ts";
import type { Viewer } from "../../server/session.ts";

/** What running SQL needs of a request. */
export interface RunContext {
  readonly config: Pick<Config, "query">;
  readonly database: Database;
  readonly query: QueryClient;
  readonly viewer: Pick<Viewer, "id" | "role">;
}

export interface RunRequest {
  readonly sql: string;
  readonly rowLimit: number | null;
  readonly fresh: boolean;
  readonly savedQueryId: number | null;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Characters of a refused statement that are kept. */
const MAX_AUDITED = 2000;
/** Milliseconds between two looks at the table while the query role does not answer. */
const RETRY_MS = 500;
/** Asked before the database is: it takes a text that is no UUID for an error, not for a row that is not there. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Records a statement as run by the viewer; the query role takes it from there. Every way to run SQL for a person ends here. */
export async function startRun(
  { database, viewer, config }: RunContext,
  request: RunRequest,
): Promise<Execution> {
  const { sql, parameters = {}, rowLimit, fresh } = request;
  const saved = await savedText(database, request.savedQueryId);
  const isSaved = saved !== null && bare(saved) === bare(sql);
  if (!isSaved && !may(viewer.role, "sql:write")) {
    const refusal = notTheirs(saved !== null);
    // Nothing is recorded of it elsewhere: someone who tries what they may not leaves a trace.
    const details = { message: refusal.message, sql: sql.slice(0, MAX_AUDITED) };
    const entry = { userId: viewer.id, action: "query.run", outcome: "refused", details } as const;
    await audit(database, entry);
    throw refusal;
  }
  const execution = {
    ...fillTemplate(sql, parameters),
    ...{ rowLimit, fresh, userId: viewer.id, role: viewer.role },
    // What runs under the name of a query is shown as its result: another text is no run of it.
    savedQueryId: isSaved ? request.savedQueryId : null,
    timeoutMs: config.query.timeoutMs,
  };
  return queueExecution(database, execution, MOST_QUEUED);
}

/** A text without what does not change the statement: an editor sends it without the space around and the last semicolon. */
function bare(text: string): string {
  return text.trim().replace(/;$/, "").trimEnd();
}

async function savedText({ prisma }: Database, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const query = await prisma.savedQuery.findUnique({ where: { id }, select: { sql: true } });
  if (query === null) throw new AppError("not_found", `There is no query ${id}.`);
  return query.sql;
}

function notTheirs(isOfQuery: boolean): AppError {
  const role = roleFor("sql:write");
  return new AppError(
    "forbidden",
    isOfQuery
      ? `This is not the text of the query as it is saved: reload it. To run SQL of your own, ask an admin for the role ${role}.`
      : `Your role runs saved queries only. To run SQL of your own, ask an admin for the role ${role}.`,
  );
}

/** State and first rows of a run, waiting for news up to `waitMs`. While the query role is away the run stands in the queue. */
export async function progressOf(
  context: RunContext,
  executionId: string,
  wait: { readonly after?: number; readonly waitMs: number },
): Promise<ExecutionProgress> {
  try {
    return await context.query.progress(executionId, wait);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, wait.waitMs)));
  const execution = await getExecution(context.database, executionId);
  if (execution === null) throw new AppError("not_found", "There is no such execution.");
  return { execution, firstPage: null, progress: null, revision: wait.after ?? 0 };
}

/**
 * Lets a viewer at an execution: their own, or the latest one of a saved query, if it read no table that they may not.
 * To anyone else it does not exist; admins see all.
 */
export async function readableRun(context: RunContext, id: string): Promise<Execution> {
  const execution = UUID.test(id) ? await getExecution(context.database, id) : null;
  if (execution === null || !(await mayRead(context, execution)))
    throw new AppError("not_found", "There is no such execution.");
  return execution;
}

async function mayRead({ database, viewer }: RunContext, execution: Execution): Promise<boolean> {
  if (viewer.role === "admin") return true;
  const reach = await getExecutionReach(database, execution.id);
  const isShown = execution.userId === viewer.id || reach?.latest === true;
  // Of one's own runs too: the role may have been a higher one then.
  return isShown && reach !== null && mayReadRows(viewer, reach);
}

/** The noted result of a saved query where the viewer may see it, else null. */
export async function readableLatest(
  context: RunContext,
  { latestExecutionId }: { readonly latestExecutionId: string | null },
): Promise<Execution | null> {
  if (latestExecutionId === null) return null;
  return readableRun(context, latestExecutionId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}

/** Ends a run; only its author and admins may. */
export async function cancelRun(context: RunContext, id: string): Promise<void> {
  const execution = await readableRun(context, id);
  if (execution.userId !== context.viewer.id && context.viewer.role !== "admin")
    throw new AppError("forbidden", "Only the author of a run or an admin can cancel it.");
  await context.query.cancel(id);
}

const STORED_WITHIN_MS = 3000;

/** A page of a result. The first rows of a run are shown before any is stored: who scrolls or sorts that early waits a moment. */
export async function storedPage(
  context: RunContext,
  executionId: string,
  request: PageRequest,
): Promise<ResultPage> {
  const until = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    try {
      return await context.query.page(executionId, request, context.viewer.id);
    } catch (error) {
      if (!(error instanceof AppError) || Date.now() > until) throw error;
      const execution = await getExecution(context.database, executionId);
      if (execution === null || isFinal(execution.state)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
