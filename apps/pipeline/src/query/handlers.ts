import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { getExecution, requestCancel } from "@headwater/db/executions";
import { AppError, type Execution, type ExecutionError, isFinal } from "@headwater/domain";
import {
  isTooLongToCheck,
  mayReadTable,
  readableTables,
  resolveTables,
} from "@headwater/domain/query";
import {
  type CallHandlers,
  type CallInput,
  complete,
  type DownloadInput,
  downloadBytes,
  type ExecutionProgress,
  type StoredResult,
} from "@headwater/query";
import { progressOf } from "./live-executions.ts";
import { unknownTable } from "./plan-execution.ts";
import type { QueryContext } from "./query-context.ts";
import { verifyTheLake } from "./verify.ts";

/** The calls of the query role's socket. */
export interface Handlers extends CallHandlers {
  download(input: DownloadInput): Promise<AsyncGenerator<Buffer>>;
}

// The revision of an execution that has ended and that only the database knows: it never changes.
const FINAL_REVISION = 1_000_000;
const FIRST_ROWS = 200;

/** Makes the handlers of the role's calls. */
export function openHandlers(context: QueryContext, wake: () => void): Handlers {
  const { engine } = context;
  return {
    progress: (argument, gone) => progress(context, { ...argument, gone, wake }),
    page: async ({ executionId, request, userId }) => {
      const { stored, complete: whole, author } = await storedResult(context, executionId);
      const page = await engine.page(stored, request, userId ?? author);
      return { columns: stored.columns, ...page, complete: whole };
    },
    chart: async ({ executionId, request, userId }) => {
      const { stored, author } = await storedResult(context, executionId);
      return engine.chart(stored, request, userId ?? author);
    },
    profile: async ({ executionId, column, userId }) => {
      const { stored, author } = await storedResult(context, executionId);
      return engine.profile(stored, column, userId ?? author);
    },
    download: async ({ executionId, userId, ...request }) => {
      const { stored, complete: whole, author, bytes } = await storedResult(context, executionId);
      if (!whole)
        throw new AppError(
          "conflict",
          "The statement is still running. Try again when it has finished.",
        );
      // Other formats need the room of one part at a time, but a Parquet file needs that of the
      // whole result.
      context.storage.assertSpace(
        request.format === "parquet" ? bytes : bytes / stored.paths.length,
      );
      return downloadBytes({
        ...request,
        stored,
        name: randomUUID(),
        exportRows: (part) => engine.export(part, userId ?? author),
      });
    },
    cancel: async ({ executionId }) => {
      context.live.get(executionId)?.cancel.abort();
      // The worker may have ended while the end of the execution is not recorded yet: then the
      // request in the database decides.
      await requestCancel(context.database, executionId);
      return null;
    },
    validate: ({ sql, user }) => validate(context, sql, user),
    complete: async ({ sql, cursor, user }) => {
      const { completion } = await context.catalogue.current();
      const tables = [...completion.tables].filter(([name]) => mayReadTable(user, name));
      return complete(sql, cursor, { tables: new Map(tables), functions: engine.functions });
    },
    functions: async () =>
      engine.functions.map(({ name, kind, signature, description }) => ({
        name,
        kind,
        signature,
        description,
      })),
    verify: () => verifyTheLake(context),
    status: async () => ({
      sandbox: engine.kind,
      notes: engine.notes,
      workers: context.limits.workers,
      running: context.live.running().length,
    }),
  };
}

async function validate(
  context: QueryContext,
  sql: string,
  user: CallInput<"validate">["user"],
): Promise<ExecutionError | null> {
  if (isTooLongToCheck(sql)) return null;
  const turn = { userId: user.id, lane: "background" } as const;
  const verdict = await context.engine.judge(sql, turn);
  if (!verdict.allowed) return verdict.error;
  const readable = readableTables(user, (await context.catalogue.current()).names);
  const { unknown } = resolveTables(verdict.tables, readable);
  if (unknown !== null) return unknownTable(sql, unknown, readable);
  return context.engine.check(sql, verdict.run, turn);
}

interface ProgressRequest extends CallInput<"progress"> {
  readonly gone: AbortSignal;
  readonly wake: () => void;
}

async function progress(
  context: QueryContext,
  request: ProgressRequest,
): Promise<ExecutionProgress> {
  const { executionId, after = 0, waitMs = 0, gone, wake } = request;
  const deadline = Date.now() + waitMs;
  for (;;) {
    const left = deadline - Date.now();
    // The wait begins before the read, so that no change between the two is missed.
    const changed = context.live.waitForChange(executionId, Math.max(0, left), gone);
    const live = context.live.get(executionId);
    // The caller may be faster than the notification about the queued execution.
    if (live === undefined) wake();
    const now =
      live === undefined ? await databaseProgress(context, executionId) : progressOf(live);
    const known = now.revision > after || isFinal(now.execution.state);
    if (known || left <= 0 || gone.aborted) return now;
    await changed;
  }
}

async function readExecution(context: QueryContext, id: string): Promise<Execution> {
  const execution = await getExecution(context.database, id);
  if (execution === null) throw new AppError("not_found", "There is no such execution.");
  return execution;
}

async function databaseProgress(context: QueryContext, id: string): Promise<ExecutionProgress> {
  const execution = await readExecution(context, id);
  const finished = execution.state === "finished" && execution.resultId !== null;
  const firstPage = finished ? await firstPageOf(context, execution) : null;
  const revision = isFinal(execution.state) ? FINAL_REVISION : 0;
  return { execution, firstPage, progress: null, revision };
}

async function firstPageOf(context: QueryContext, execution: Execution) {
  try {
    const { stored, author } = await storedResult(context, execution.id);
    const page = await context.engine.page(stored, { offset: 0, limit: FIRST_ROWS }, author);
    return { columns: stored.columns, ...page, complete: true };
  } catch (error) {
    // The files of the result were removed: the record of the execution is still an answer.
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** The stored part of a result. */
interface FoundResult {
  readonly stored: StoredResult;
  readonly complete: boolean;
  /** The person who ran the statement. */
  readonly author: string;
  readonly bytes: number;
}

/**
 * Finds the part of a result that can be read now; the whole result once the execution has
 * finished.
 */
async function storedResult(context: QueryContext, id: string): Promise<FoundResult> {
  const live = context.live.get(id);
  if (live !== undefined && !isFinal(live.execution.state)) {
    const columns = live.first?.columns;
    if (columns === undefined || live.parts.length === 0)
      throw new AppError("conflict", "No rows are stored yet. Try again in a moment.", {
        retryable: true,
      });
    const sum = (key: "rows" | "bytes") => live.parts.reduce((all, part) => all + part[key], 0);
    const paths = live.parts.map(({ path }) => path);
    return {
      stored: { paths, columns, rows: sum("rows") },
      complete: false,
      author: live.execution.userId,
      bytes: sum("bytes"),
    };
  }
  const execution = live?.execution ?? (await readExecution(context, id));
  const { resultId, columns, rows, userId, sizeBytes } = execution;
  if (execution.state !== "finished")
    throw new AppError("conflict", "This execution has no result, because it did not finish.");
  if (resultId === null || columns === null) throw resultExpired();
  const folder = join(context.resultsRoot, resultId);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) throw resultExpired();
  const paths = names.sort().map((name) => join(folder, name));
  context.storage.touch(resultId);
  return {
    stored: { paths, columns, rows: rows ?? 0 },
    complete: true,
    author: userId,
    bytes: sizeBytes ?? 0,
  };
}

const resultExpired = () =>
  new AppError("not_found", "The stored result has expired. Run the statement again.");
