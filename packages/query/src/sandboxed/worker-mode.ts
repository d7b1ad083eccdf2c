import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { lockDown, openEngine } from "./engine.ts";
import type { WorkerJob, WorkerMessage } from "./messages.ts";
import type { StartMode } from "./options.ts";
import { storeResult } from "./store-result.ts";

const PROGRESS_MS = 250;

/** A worker that runs one statement of a user and is then thrown away. */
export const startWorker: StartMode = async (options, send) => {
  const { instance, connection } = await openEngine(options);
  await connection.run("SET errors_as_json = true");
  await connection.run("SET parquet_metadata_cache = true");
  const say = (message: WorkerMessage) => send(message);
  return (message) => {
    const { kind } = message as { kind: string };
    if (kind === "interrupt") connection.interrupt();
    if (kind === "execute")
      void execute({ instance, connection, job: message as WorkerJob, spill: options.spill }, say);
  };
};

interface Execution {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly job: WorkerJob;
  readonly spill: string | null;
}

async function execute(
  { instance, connection, job, spill }: Execution,
  say: (message: WorkerMessage) => void,
): Promise<void> {
  const timer = setInterval(() => {
    const fraction = connection.progress.percentage / 100;
    if (fraction > 0) say({ kind: "progress", fraction: Math.min(1, fraction) });
  }, PROGRESS_MS);
  try {
    for (const statement of job.setup) await connection.run(statement);
    const folders = [job.resultFolder, ...(spill === null ? [] : [spill])];
    await lockDown(connection, { paths: job.paths, folders });
    say({ kind: "started" });
    const startedAt = performance.now();
    const rows = await storeResult({ instance, result: await run(connection, job), job, say });
    say({ kind: "done", rows, runtimeMs: Math.round(performance.now() - startedAt) });
  } catch (error) {
    say({ kind: "failed", text: error instanceof Error ? error.message : String(error) });
  } finally {
    clearInterval(timer);
  }
}

// The user's own text, never a text of ours made from its tree: that round trip alters statements.
async function run(connection: DuckDBConnection, job: WorkerJob) {
  const statements = await connection.extractStatements(job.sql);
  if (statements.count !== 1) throw new Error("exactly one statement can be run");
  const prepared = await statements.prepare(0);
  for (let index = 1; index <= prepared.parameterCount; index += 1) {
    const name = prepared.parameterName(index);
    const value = job.parameters[name];
    if (value === undefined) throw new Error(`Parameter $${name} has no value`);
    prepared.bindVarchar(index, value);
  }
  return prepared.stream();
}
