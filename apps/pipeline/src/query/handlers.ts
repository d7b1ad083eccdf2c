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
import type { QueryDesk } from "./query-desk.ts";
import { verifyTheLake } from "./verify.ts";

/** The calls of the query role's socket. */
export interface Handlers extends CallHandlers {
  download(input: DownloadInput): Promise<AsyncGenerator<Buffer>>;
}

// Revision of what only the database knows: it never changes again.
const FINAL_REVISION = 1_000_000;
const FIRST_ROWS = 200;

/** Makes the handlers. */
export function openHandlers(desk: QueryDesk, wake: () => void): Handlers {
  const { engine } = desk;
  return {
    progress: (argument, gone) => progress(desk, { ...argument, gone, wake }),
    page: async ({ executionId, request, userId }) => {
      const { stored, complete: whole, author } = await storedResult(desk, executionId);
      const page = await engine.page(stored, request, userId ?? author);
      return { columns: stored.columns, ...page, complete: whole };
    },
    chart: async ({ executionId, request, userId }) => {
      const { stored, author } = await storedResult(desk, executionId);
      return engine.chart(stored, request, userId ?? author);
    },
    profile: async ({ executionId, column, userId }) => {
      const { stored, author } = await storedResult(desk, executionId);
      return engine.profile(stored, column, userId ?? author);
    },
    download: async ({ executionId, userId, ...request }) => {
      const { stored, complete: whole, author, bytes } = await storedResult(desk, executionId);
      if (!whole) throw new AppError("conflict", "The statement is still running.");
      // A part at a time is small; a Parquet file is the whole result once more.
      desk.room.assertRoom(request.format === "parquet" ? bytes : bytes / stored.paths.length);
      return downloadBytes({
        ...request,
        stored,
        name: randomUUID(),
        exportRows: (part) => engine.export(part, userId ?? author),
      });
    },
    cancel: async ({ executionId }) => {
      desk.live.get(executionId)?.cancel.abort();
      // Its worker may be done while its end is not recorded yet: then the request in the database decides.
      await requestCancel(desk.database, executionId);
      return null;
    },
    validate: ({ sql, user }) => validate(desk, sql, user),
    complete: async ({ sql, cursor, user }) => {
      const { completion } = await desk.catalogue.current();
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
    verify: () => verifyTheLake(desk),
    status: async () => ({
      sandbox: engine.kind,
      notes: engine.notes,
      workers: desk.limits.workers,
      running: desk.live.running().length,
    }),
  };
}

async function validate(
  desk: QueryDesk,
  sql: string,
  user: CallInput<"validate">["user"],
): Promise<ExecutionError | null> {
  if (isTooLongToCheck(sql)) return null;
  const turn = { userId: user.id, lane: "background" } as const;
  const verdict = await desk.engine.judge(sql, turn);
  if (!verdict.allowed) return verdict.error;
  const readable = readableTables(user, (await desk.catalogue.current()).names);
  const { unknown } = resolveTables(verdict.tables, readable);
  if (unknown !== null) return unknownTable(sql, unknown, readable);
  return desk.engine.check(sql, verdict.run, turn);
}

interface ProgressRequest extends CallInput<"progress"> {
  readonly gone: AbortSignal;
  readonly wake: () => void;
}

async function progress(desk: QueryDesk, request: ProgressRequest): Promise<ExecutionProgress> {
  const { executionId, after = 0, waitMs = 0, gone, wake } = request;
  const deadline = Date.now() + waitMs;
  for (;;) {
    const left = deadline - Date.now();
    // Listening begins before looking: what happens in between is not missed.
    const news = desk.live.news(executionId, Math.max(0, left), gone);
    const live = desk.live.get(executionId);
    // Whoever asks may be faster than the notification.
    if (live === undefined) wake();
    const now = live === undefined ? await databaseProgress(desk, executionId) : progressOf(live);
    const known = now.revision > after || isFinal(now.execution.state);
    if (known || left <= 0 || gone.aborted) return now;
    await news;
  }
}

async function existing(desk: QueryDesk, id: string): Promise<Execution> {
  const execution = await getExecution(desk.database, id);
  if (execution === null) throw new AppError("not_found", "There is no such execution.");
  return execution;
}

async function databaseProgress(desk: QueryDesk, id: string): Promise<ExecutionProgress> {
  const execution = await existing(desk, id);
  const finished = execution.state === "finished" && execution.resultId !== null;
  const firstPage = finished ? await firstPageOf(desk, execution) : null;
  const revision = isFinal(execution.state) ? FINAL_REVISION : 0;
  return { execution, firstPage, progress: null, revision };
}

async function firstPageOf(desk: QueryDesk, execution: Execution) {
  try {
    const { stored, author } = await storedResult(desk, execution.id);
    const page = await desk.engine.page(stored, { offset: 0, limit: FIRST_ROWS }, author);
    return { columns: stored.columns, ...page, complete: true };
  } catch (error) {
    // Its files are gone: the record is still the answer.
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** A result that can be read, as far as it is stored. */
interface FoundResult {
  readonly stored: StoredResult;
  readonly complete: boolean;
  /** The person who ran it. */
  readonly author: string;
  readonly bytes: number;
}

/** What of a result can be read now; all of it once the execution has finished. */
async function storedResult(desk: QueryDesk, id: string): Promise<FoundResult> {
  const live = desk.live.get(id);
  if (live !== undefined && !isFinal(live.execution.state)) {
    const columns = live.first?.columns;
    if (columns === undefined || live.parts.length === 0)
      throw new AppError("conflict", "No rows are stored yet.", { retryable: true });
    const sum = (key: "rows" | "bytes") => live.parts.reduce((all, part) => all + part[key], 0);
    const paths = live.parts.map(({ path }) => path);
    return {
      stored: { paths, columns, rows: sum("rows") },
      complete: false,
      author: live.execution.userId,
      bytes: sum("bytes"),
    };
  }
  const execution = live?.execution ?? (await existing(desk, id));
  const { resultId, columns, rows, userId, sizeBytes } = execution;
  if (execution.state !== "finished")
    throw new AppError("conflict", "This execution has no result.");
  if (resultId === null || columns === null) throw GONE();
  const folder = join(desk.resultsRoot, resultId);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) throw GONE();
  const paths = names.sort().map((name) => join(folder, name));
  desk.room.touch(resultId);
  return {
    stored: { paths, columns, rows: rows ?? 0 },
    complete: true,
    author: userId,
    bytes: sizeBytes ?? 0,
  };
}

const GONE = () =>
  new AppError("not_found", "The stored result has expired; run the statement again.");
