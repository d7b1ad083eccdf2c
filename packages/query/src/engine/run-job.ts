import { join } from "node:path";
import type { ResultColumn, ResultRow } from "@headwater/domain";
import type { JudgedText } from "../gate/verdict.ts";
import { residentBytes } from "../sandbox/resident-memory.ts";
import { type WorkerJob, type WorkerMessage, workerMessage } from "../sandboxed/messages.ts";
import { type JobFacts, type JobOutcome, outcomeOf, type Stop } from "./job-outcome.ts";
import type { StatementMemory } from "./specs.ts";
import { takeFile } from "./take-file.ts";
import type { Worker } from "./worker-pool.ts";

/** Events of a running statement. */
export interface JobEvents {
  first(columns: readonly ResultColumn[], rows: readonly ResultRow[]): void;
  /** A part of the result is in the result folder. */
  part(path: string, rows: number, bytes: number): void;
  progress(fraction: number): void;
}

export interface JobRequest {
  readonly worker: Worker;
  /** The statement as its author wrote it; positions of errors refer to this text. */
  readonly sql: string;
  /** The part of the statement that the gate allowed to run. */
  readonly run: JudgedText;
  readonly job: Omit<WorkerJob, "kind" | "resultFolder" | "prefix" | "sql">;
  /** Folder for finished parts, on the same file system as the worker's folder. */
  readonly resultFolder: string;
  readonly timeoutMs: number;
  readonly memory: StatementMemory;
  /**
   * Aborted when a person cancels, or with the reason `disk` when the disk has no more room for its
   * rows.
   */
  readonly cancel: AbortSignal;
}

// A person who cancels waits at most half a second. After a time limit the engine has more time to
// end by itself.
const CANCEL_GRACE_MS = 400;
const DEADLINE_GRACE_MS = 2000;
const WATCH_MS = 100;
const MEBIBYTE = 1024 ** 2;

/**
 * Runs one statement in a worker. To stop the statement, an interrupt comes first, then SIGKILL.
 * The worker can't be used again.
 */
export async function runJob(request: JobRequest, events: JobEvents): Promise<JobOutcome> {
  const { worker, job, timeoutMs, memory, cancel } = request;
  let stopped: Stop | null = null;
  let killer: NodeJS.Timeout | undefined;
  const stop = (reason: Stop, graceMs: number) => {
    if (stopped !== null) return;
    stopped = reason;
    worker.process.send({ kind: "interrupt" });
    killer = setTimeout(() => worker.process.kill(), graceMs);
  };
  const deadline = setTimeout(() => stop("timeout", DEADLINE_GRACE_MS), timeoutMs);
  // The kernel's limits make an allocation fail, and the engine reports an error. This watch ends a
  // process that the kernel's limits do not stop.
  const watch = setInterval(() => {
    if (heldMb(worker) > memory.residentMb) stop("memory", 0);
  }, WATCH_MS);
  const onCancel = () => stop(cancel.reason === "disk" ? "disk" : "cancelled", CANCEL_GRACE_MS);
  cancel.addEventListener("abort", onCancel, { once: true });
  if (cancel.aborted) onCancel();
  try {
    const facts = await drive(request, events);
    const limits = { ...job, sql: request.sql, cutBytes: request.run.cutBytes, timeoutMs, memory };
    return outcomeOf({ ...facts, stop: stopped }, limits);
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    clearTimeout(killer);
    cancel.removeEventListener("abort", onCancel);
  }
}

function heldMb({ process: { pid } }: Worker): number {
  return pid === undefined ? 0 : (residentBytes(pid) ?? 0) / MEBIBYTE;
}

/** Sends the job and waits for the worker's last message or its exit. */
async function drive(request: JobRequest, events: JobEvents): Promise<JobFacts> {
  const { worker, job, resultFolder } = request;
  const parts = openPartMover({ from: worker.folders.result, to: resultFolder, events });
  const { promise, resolve } = Promise.withResolvers<Partial<JobFacts>>();
  const take = (message: WorkerMessage): void => {
    if (message.kind === "first") events.first(message.columns, message.rows);
    else if (message.kind === "progress") events.progress(message.fraction);
    else if (message.kind === "part") parts.move(message.name, message.rows);
    else if (message.kind === "failed") resolve({ failure: message.text });
    else if (message.kind === "done")
      resolve({ done: { rows: message.rows, runtimeMs: message.runtimeMs } });
  };
  worker.process.onMessage((raw) => {
    const parsed = workerMessage.safeParse(raw);
    if (parsed.success) take(parsed.data as WorkerMessage);
    // A worker that sends invalid messages counts as crashed.
    else resolve({});
  });
  void worker.process.exited.then((code) => resolve({ exitCode: code }));
  const { prefix, text: sql } = request.run;
  const resultPath = worker.folders.result;
  worker.process.send({ ...job, kind: "execute", prefix, sql, resultFolder: resultPath });
  const last = await promise;
  const stored = await parts.settled().catch(() => null);
  return { stop: null, failure: null, exitCode: null, done: null, ...last, stored };
}

interface PartMover {
  move(name: string, rows: number): void;
  /** Rows and bytes of all parts, once the last one has moved. */
  settled(): Promise<{ rows: number; bytes: number }>;
}

/** Moves parts out of the worker's folder, one after the other. */
function openPartMover({
  from,
  to,
  events,
}: {
  readonly from: string;
  readonly to: string;
  readonly events: JobEvents;
}): PartMover {
  let moving = Promise.resolve();
  const moved = { rows: 0, bytes: 0 };
  const moveOne = async (name: string, rows: number): Promise<void> => {
    const path = join(to, name);
    const size = await takeFile(join(from, name), path);
    moved.rows += rows;
    moved.bytes += size;
    events.part(path, rows, size);
  };
  return {
    move(name, rows) {
      moving = moving.then(() => moveOne(name, rows));
      // `settled` reports the rejection; this handler keeps it from being unhandled until then.
      moving.catch(() => undefined);
    },
    settled: () => moving.then(() => moved),
  };
}
