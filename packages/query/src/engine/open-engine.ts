import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { ExecutionError, ResultRow } from "@headwater/domain";
import { AppError } from "@headwater/domain";
import { engineError } from "../errors/engine-error.ts";
import type { GateVerdict } from "../gate/verdict.ts";
import type { ChartData, ChartRequest, ColumnProfile, PageRequest } from "../protocol.ts";
import type { StoredResult } from "../reader/source.ts";
import type { SandboxKind } from "../sandbox/command.ts";
import { openSandbox, type Sandbox } from "../sandbox/open-sandbox.ts";
import type { ExportRequest } from "../sandboxed/reader-mode.ts";
import { openService, type Service, ServiceError } from "./service.ts";
import { type EngineLimits, processSpec, type StatementMemory, statementMemory } from "./specs.ts";
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
  /** Warm workers for statements over little; `heavy` yields to them. */
  readonly light: WorkerPool;
  readonly heavy: WorkerPool;
  /** Heavy statements that may run at once. */
  readonly heavySlots: number;
  /** Memory of one statement. */
  readonly memory: StatementMemory;
  /** Folder that workers, reader and role share for files on their way; private to the role. */
  readonly exchange: string;
  judge(sql: string): Promise<GateVerdict>;
  /** Tells the validator what tables there are. */
  define(statements: readonly string[]): void;
  /** Binds a statement that the gate let pass, over empty tables. */
  check(sql: string): Promise<ExecutionError | null>;
  page(
    stored: StoredResult,
    request: PageRequest,
  ): Promise<{ rows: readonly ResultRow[]; totalRows: number }>;
  profile(stored: StoredResult, column: string): Promise<ColumnProfile>;
  chart(stored: StoredResult, request: ChartRequest): Promise<ChartData>;
  /** Writes rows into a file under `exchange`. */
  export(request: ExportRequest): Promise<void>;
  close(): Promise<void>;
}

export interface QueryEngineOptions {
  /** Folder of this role for bundle, workers and exchange; emptied at start. */
  readonly folder: string;
  readonly lakeRoot: string;
  readonly resultsRoot: string;
  /** Further folders that workers may read. */
  readonly readable: readonly string[];
  readonly limits: EngineLimits;
  /** Warm light workers. */
  readonly workers: number;
  readonly atMost?: SandboxKind;
}

const GATE_MS = 2000;
const CHECK_MS = 1000;
const READ_MS = 30_000;
const EXPORT_MS = 600_000;
// The kernel's own clock for one worker, above any time limit a statement can have.
const WORKER_CPU_SECONDS = 3600;

/** Opens gate, validator, reader and the pools of workers. */
export async function openQueryEngine(options: QueryEngineOptions): Promise<QueryEngine> {
  const { folder, limits } = options;
  const exchange = join(folder, "exchange");
  // What lies there is of a role that is gone.
  await rm(folder, { recursive: true, force: true });
  const readable = [options.lakeRoot, options.resultsRoot, ...options.readable];
  for (const path of [exchange, join(folder, "workers"), ...readable])
    await mkdir(path, { recursive: true, mode: 0o700 });
  const sandbox = await openSandbox({
    folder: join(folder, "program"),
    ...(options.atMost === undefined ? {} : { atMost: options.atMost }),
  });
  const services = openServices(sandbox, options, exchange);
  const { gate, validator, reader } = services;
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
  // One more than can run: the next statement doesn't wait for a fresh one.
  const heavy = pool(heavySlots + 1, 10);
  return {
    kind: sandbox.kind,
    notes: sandbox.notes,
    version: await gate.ask<string>("version", {}, READ_MS),
    functions: await gate.ask<SqlFunction[]>("functions", {}, READ_MS),
    light,
    heavy,
    heavySlots,
    memory: statementMemory(limits),
    exchange,
    judge: (sql) => judged(gate.ask<GateVerdict>("judge", { sql }, GATE_MS)),
    define: services.define,
    check: (sql) => checked(validator, sql),
    page: (stored, request) => asked(reader.ask("page", { stored, request }, READ_MS)),
    profile: (stored, request) => asked(reader.ask("profile", { stored, request }, READ_MS)),
    chart: (stored, request) => asked(reader.ask("chart", { stored, request }, READ_MS)),
    export: (request) => asked(reader.ask("export", request, EXPORT_MS)),
    async close() {
      for (const service of [gate, validator, reader]) service.close();
      await Promise.all([light.close(), heavy.close()]);
    },
  };
}

// The gate and the validator hold no rows; a quarter of a statement's memory is plenty for them.
const SMALL_MB = 256;

function openServices(sandbox: Sandbox, options: QueryEngineOptions, exchange: string) {
  let definitions: readonly string[] = [];
  const small: EngineLimits = { threads: 1, memoryMb: SMALL_MB, spillMb: 0 };
  const nothing = { readable: [], writable: [], spill: null };
  const gate = openService({
    processes: 1,
    start: () => sandbox.start(processSpec(small, { mode: "gate", ...nothing })),
  });
  const validator = openService({
    processes: 1,
    start: () => sandbox.start(processSpec(small, { mode: "validator", ...nothing })),
    prepare: () => [{ method: "define", argument: definitions }],
  });
  const reader = openService({
    // One for a quick page while the other sorts or exports.
    processes: 2,
    start: () =>
      sandbox.start(
        processSpec(options.limits, {
          mode: "reader",
          readable: [options.resultsRoot],
          writable: [],
          spill: exchange,
          folders: [options.resultsRoot],
        }),
      ),
  });
  return {
    gate,
    validator,
    reader,
    define(statements: readonly string[]) {
      definitions = statements;
      validator.renew();
    },
  };
}

async function judged(verdict: Promise<GateVerdict>): Promise<GateVerdict> {
  try {
    return await verdict;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.reason === "closed") throw error;
    return {
      allowed: false,
      error: {
        code: "sql_not_allowed",
        message: "The statement takes too long to check; make it smaller.",
      },
    };
  }
}

async function checked(validator: Service, sql: string): Promise<ExecutionError | null> {
  try {
    const text = await validator.ask<string | null>("check", sql, CHECK_MS);
    return text === null ? null : engineError(text, sql);
  } catch (error) {
    // Too slow to check is not wrong: constants can be expensive to fold, running will tell.
    if (error instanceof ServiceError) return null;
    throw error;
  }
}

function asked<Value>(answer: Promise<Value>): Promise<Value> {
  return answer.catch((error: unknown) => {
    throw error instanceof ServiceError ? readError(error) : error;
  });
}

function readError(cause: ServiceError): AppError {
  if (cause.reason === "refused")
    return new AppError("invalid", engineError(cause.message, "").message, { cause });
  const message = "Reading the result took too long or broke down.";
  return new AppError("unavailable", message, { cause, retryable: true });
}
