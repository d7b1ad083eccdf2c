import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { ExecutionError, ResultRow } from "@headwater/domain";
import { AppError } from "@headwater/domain";
import { isLongText } from "@headwater/domain/query";
import { engineError } from "../errors/engine-error.ts";
import type { GateVerdict, JudgedText } from "../gate/verdict.ts";
import type { ChartData, ChartRequest, ColumnProfile, PageRequest } from "../protocol/index.ts";
import type { StoredResult } from "../reader/source.ts";
import type { SandboxKind } from "../sandbox/command.ts";
import { openSandbox } from "../sandbox/open-sandbox.ts";
import type { ExportRequest } from "../sandboxed/reader-mode.ts";
import type { Requester } from "./fair-queue.ts";
import { openServices } from "./open-services.ts";
import { type Service, ServiceError } from "./service.ts";
import { type EngineLimits, type StatementMemory, statementMemory } from "./specs.ts";
import { takeFile } from "./take-file.ts";
import { openWorkerPool, type WorkerPool } from "./worker-pool.ts";

/** A function that statements may call. */
interface SqlFunction {
  readonly name: string;
  readonly kind: string;
  readonly signature: string;
  readonly description: string;
}

/** All sandboxed processes of a query role. */
export interface QueryEngine {
  readonly kind: SandboxKind;
  readonly notes: readonly string[];
  /** The engine's version, part of every cache key. */
  readonly version: string;
  readonly functions: readonly SqlFunction[];
  /**
   * Warm workers for statements that read little; the processes of `heavy` have a lower priority.
   */
  readonly light: WorkerPool;
  readonly heavy: WorkerPool;
  /** Heavy statements that may run at once. */
  readonly heavySlots: number;
  /** Memory of one statement. */
  readonly memory: StatementMemory;
  /**
   * Judges a statement; rejects with AppError `queue_full` if the person has too many waiting
   * requests.
   */
  judge(sql: string, requester: Requester): Promise<GateVerdict>;
  /** Gives the validator the definitions of all tables. */
  define(statements: readonly string[]): void;
  /** Binds an allowed statement over empty tables, to find errors without running it. */
  check(sql: string, run: JudgedText, requester: Requester): Promise<ExecutionError | null>;
  page(
    stored: StoredResult,
    request: PageRequest,
    userId: string,
  ): Promise<{ rows: readonly ResultRow[]; totalRows: number }>;
  profile(stored: StoredResult, column: string, userId: string): Promise<ColumnProfile>;
  chart(stored: StoredResult, request: ChartRequest, userId: string): Promise<ChartData>;
  /** Writes rows into a file of the role; returns the path of the file. */
  export(request: ExportRequest, userId: string): Promise<string>;
  /**
   * Ends all running reads of results, and removes their temporary files and the files of
   * downloads.
   */
  stopReading(): void;
  close(): Promise<void>;
}

export interface QueryEngineOptions {
  /**
   * Folder of this role for the program, the workers and the files of downloads; the start empties
   * the folder.
   */
  readonly folder: string;
  readonly lakeRoot: string;
  readonly resultsRoot: string;
  /** Further folders that workers may read. */
  readonly readable: readonly string[];
  readonly limits: EngineLimits;
  /** Warm light workers. */
  readonly workers: number;
  readonly atMost?: SandboxKind;
  /** Refuses to open with a weaker isolation than this. */
  readonly least?: SandboxKind;
}

/**
 * Time limit for judging a statement; error marks while a person types get less time, because
 * nobody waits for them.
 */
const GATE_MS = { interactive: 2000, background: 500 };
const CHECK_MS = 1000;
/**
 * Time limits for reading a result. A sort or a profile of many millions of rows may take longer
 * than a plain page, because it delays no other request.
 */
const READ_MS = { interactive: 30_000, background: 90_000 };
const EXPORT_MS = 600_000;
// The kernel's limit of CPU time for one worker, above every time limit that a statement can have.
const WORKER_CPU_SECONDS = 3600;

/** Opens gate, validator, reader and the pools of workers. */
export async function openQueryEngine(options: QueryEngineOptions): Promise<QueryEngine> {
  const { folder, limits } = options;
  // The role moves files of downloads into this folder, which no sandboxed process can see.
  const exchange = join(folder, "exchange");
  // Files in this folder are left over from an earlier process of the role.
  await rm(folder, { recursive: true, force: true });
  const readable = [options.lakeRoot, options.resultsRoot, ...options.readable];
  for (const path of [exchange, join(folder, "workers"), join(folder, "services"), ...readable])
    await mkdir(path, { recursive: true, mode: 0o700 });
  const sandbox = await openSandbox({
    folder: join(folder, "program"),
    ...(options.atMost === undefined ? {} : { atMost: options.atMost }),
    ...(options.least === undefined ? {} : { least: options.least }),
  });
  const services = openServices(sandbox, options);
  const { gate, longGate, validator, reader, exporter } = services;
  const pool = (size: number, nice: number) =>
    openWorkerPool({
      sandbox,
      folder: join(folder, "workers"),
      readable: [options.lakeRoot, ...options.readable],
      limits,
      size,
      nice,
      cpuSeconds: WORKER_CPU_SECONDS,
    });
  const heavySlots = Math.max(1, Math.floor((availableParallelism() - 1) / limits.threads));
  const light = pool(options.workers, 0);
  // One worker more than can run, so that the next statement doesn't wait for a new one.
  const heavy = pool(heavySlots + 1, 10);
  const read = <Value>(method: string, argument: unknown, requester: Requester) =>
    withReadErrors<Value>(
      reader.ask({ ...requester, method, argument, timeoutMs: READ_MS[requester.lane] }),
    );
  return {
    kind: sandbox.kind,
    notes: sandbox.notes,
    ...(await gateFacts(gate)),
    light,
    heavy,
    heavySlots,
    memory: statementMemory(limits),
    judge: (sql, requester) => askGate(isLongText(sql) ? longGate : gate, sql, requester),
    define: services.define,
    check: (sql, run, requester) => askValidator(validator, { sql, run, requester }),
    page: (stored, request, userId) =>
      read("page", { stored, request }, { userId, lane: pageLane(request) }),
    profile: (stored, request, userId) =>
      read("profile", { stored, request }, { userId, lane: "background" }),
    chart: (stored, request, userId) =>
      read("chart", { stored, request }, { userId, lane: "background" }),
    export: (request, userId) => askExporter(exporter, { request, userId, exchange }),
    stopReading() {
      for (const service of [reader, exporter]) service.abort();
    },
    async close() {
      for (const service of [gate, longGate, validator, reader, exporter]) service.close();
      await Promise.all([light.close(), heavy.close()]);
    },
  };
}

async function gateFacts(gate: Service): Promise<Pick<QueryEngine, "version" | "functions">> {
  const ask = <Value>(method: string) =>
    gate.ask<Value>({ ...ROLE, method, argument: {}, timeoutMs: READ_MS.interactive });
  return {
    version: await ask<string>("version"),
    functions: await ask<SqlFunction[]>("functions"),
  };
}

const ROLE: Requester = { userId: "", lane: "interactive" };

// A plain page is read from one or two row groups; a sort or a filter reads the whole result.
function pageLane({ sort, filters = [] }: PageRequest): Requester["lane"] {
  return sort === undefined && filters.length === 0 ? "interactive" : "background";
}

interface Export {
  readonly request: ExportRequest;
  readonly userId: string;
  readonly exchange: string;
}

/**
 * Writes one file of rows. A whole Parquet file takes longest, so it uses the background lane and
 * leaves a process to the downloads that go part by part.
 */
async function askExporter(
  exporter: Service,
  { request, userId, exchange }: Export,
): Promise<string> {
  const target = join(exchange, request.name);
  await withReadErrors(
    exporter.ask({
      method: "export",
      argument: request,
      timeoutMs: EXPORT_MS,
      userId,
      lane: request.format === "parquet" ? "background" : "interactive",
      collect: async ({ result }) => void (await takeFile(join(result, request.name), target)),
    }),
  );
  return target;
}

async function askGate(gate: Service, sql: string, requester: Requester): Promise<GateVerdict> {
  const question = {
    ...requester,
    method: "judge",
    argument: { sql },
    timeoutMs: GATE_MS[requester.lane],
  };
  try {
    return await gate.ask(question);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.reason === "closed") throw error;
    if (error.reason === "busy") throw tooMany(error);
    return {
      allowed: false,
      error: {
        code: "sql_not_allowed",
        message: "The statement takes too long to check. Shorten it.",
      },
    };
  }
}

interface Check {
  readonly sql: string;
  readonly run: JudgedText;
  readonly requester: Requester;
}

async function askValidator(
  validator: Service,
  { sql, run, requester }: Check,
): Promise<ExecutionError | null> {
  const question = { ...requester, method: "check", argument: run.text, timeoutMs: CHECK_MS };
  try {
    const text = await validator.ask<string | null>(question);
    return text === null ? null : engineError(text, sql, run.cutBytes);
  } catch (error) {
    if (error instanceof ServiceError && error.reason === "busy") throw tooMany(error);
    // A slow check is no error of the statement: constants can be expensive to fold.
    if (error instanceof ServiceError) return null;
    throw error;
  }
}

function tooMany(cause: ServiceError): AppError {
  const message = "Too many of your requests wait already. Try again in a moment.";
  return new AppError("queue_full", message, { cause, retryable: true });
}

function withReadErrors<Value>(answer: Promise<Value>): Promise<Value> {
  return answer.catch((error: unknown) => {
    throw error instanceof ServiceError ? readError(error) : error;
  });
}

// These errors are about the stored file, the disk or the engine, not about the request.
const UNREADABLE = /^IO Error|^Out of Memory|ENOSPC|ended the result before its last row/;

function readError(cause: ServiceError): AppError {
  if (cause.reason === "busy") return tooMany(cause);
  if (cause.reason === "refused" && !UNREADABLE.test(cause.message))
    return new AppError("invalid", engineError(cause.message, "").message, { cause });
  const message = "Reading the result took too long or failed. Try again.";
  return new AppError("unavailable", message, { cause, retryable: true });
}
