import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { IncompleteResultError } from "@headwater/lake/chunks";
import { lockDown, openEngine } from "./engine.ts";
import type { WorkerJob, WorkerMessage } from "./messages.ts";
import type { StartMode } from "./options.ts";
import { storeResult } from "./store-result.ts";
import { WORKER_ERRORS } from "./worker-errors.ts";

const PROGRESS_MS = 250;

/** Starts a worker, which runs one statement of a user and then ends. */
export const startWorker: StartMode = async (options, send) => {
  const { instance, connection } = await openEngine(options);
  await connection.run("SET errors_as_json = true");
  await connection.run("SET parquet_metadata_cache = true");
  const say = (message: WorkerMessage) => send(message);
  const interruption = { asked: false };
  return (message) => {
    const { kind } = message as { kind: string };
    if (kind === "interrupt") {
      interruption.asked = true;
      connection.interrupt();
    }
    if (kind === "execute") {
      const job = message as WorkerJob;
      void execute({ instance, connection, job, spill: options.spill, interruption }, say);
    }
  };
};

interface Execution {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly job: WorkerJob;
  readonly spill: string | null;
  /**
   * True once the role has asked for the end of the statement. The engine forgets an interrupt that
   * comes between two statements, so the worker keeps it here.
   */
  readonly interruption: { readonly asked: boolean };
}

async function execute(execution: Execution, say: (message: WorkerMessage) => void): Promise<void> {
  const { connection } = execution;
  const timer = setInterval(() => {
    const fraction = connection.progress.percentage / 100;
    if (fraction > 0) say({ kind: "progress", fraction: Math.min(1, fraction) });
  }, PROGRESS_MS);
  try {
    say(await store(execution, say));
  } catch (error) {
    say({ kind: "failed", text: await reasonOf(error, execution) });
  } finally {
    clearInterval(timer);
  }
}

async function store(
  { instance, connection, job, spill, interruption }: Execution,
  say: (message: WorkerMessage) => void,
): Promise<WorkerMessage> {
  for (const statement of job.setup) await connection.run(statement);
  const folders = [job.resultFolder, ...(spill === null ? [] : [spill])];
  await lockDown(connection, { paths: job.paths, folders });
  say({ kind: "started" });
  const startedAt = performance.now();
  const prepared = await prepare(connection, job, job.prefix);
  if (interruption.asked) throw new Error(INTERRUPTED);
  const rows = await storeResult({ instance, result: await prepared.stream(), job, say });
  if (interruption.asked) throw new Error(INTERRUPTED);
  return { kind: "done", rows, runtimeMs: Math.round(performance.now() - startedAt) };
}

const INTERRUPTED = "INTERRUPT Error: Interrupted";

/**
 * The text of an error. The engine's client does not report what broke a stream in the middle. So
 * the statement runs again without keeping its rows: it ends with the same error, and this time the
 * client reports the error.
 */
async function reasonOf(error: unknown, { connection, job, interruption }: Execution) {
  if (!(error instanceof IncompleteResultError)) return withoutPrefix(textOf(error), job.prefix);
  if (interruption.asked) return INTERRUPTED;
  try {
    await (await prepare(connection, job, RUN_AGAIN)).run();
    return WORKER_ERRORS.endedEarly;
  } catch (reason) {
    return withoutPrefix(textOf(reason), RUN_AGAIN);
  }
}

const RUN_AGAIN = "EXPLAIN (ANALYZE) ";

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The engine counts positions from the start of the text that ran; the author's text begins after
 * our own prefix.
 */
function withoutPrefix(text: string, prefix: string): string {
  const bytes = Buffer.byteLength(prefix);
  return text.replace(
    /"position":"(\d+)"/,
    (_, position) => `"position":"${Number(position) - bytes}"`,
  );
}

// The user's own text runs, never a text made from its tree, because a text made from the tree can
// be another statement.
async function prepare(connection: DuckDBConnection, job: WorkerJob, prefix: string) {
  const statements = await connection.extractStatements(`${prefix}${job.sql}`);
  if (statements.count !== 1) throw new Error("exactly one statement can be run");
  const prepared = await statements.prepare(0);
  for (let index = 1; index <= prepared.parameterCount; index += 1) {
    const name = prepared.parameterName(index);
    const value = job.parameters[name];
    if (value === undefined) throw new Error(`Parameter $${name} has no value`);
    prepared.bindVarchar(index, value);
  }
  return prepared;
}
