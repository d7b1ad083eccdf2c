import { lstat, rename } from "node:fs/promises";
import { join } from "node:path";
import type { ExecutionError, ResultColumn, ResultRow } from "@headwater/domain";
import { engineError } from "../errors/engine-error.ts";
import { residentBytes } from "../sandbox/resident-memory.ts";
import { type WorkerJob, type WorkerMessage, workerMessage } from "../sandboxed/messages.ts";
import type { StatementMemory } from "./specs.ts";
import type { Worker } from "./worker-pool.ts";

/** What a running statement tells. */
export interface JobEvents {
  first(columns: readonly ResultColumn[], rows: readonly ResultRow[]): void;
  /** A part lies in the result folder. */
  part(path: string, rows: number, bytes: number): void;
  progress(fraction: number): void;
}

/** How a statement ended. */
export type JobOutcome =
  | { readonly ok: true; readonly rows: number; readonly bytes: number; readonly runtimeMs: number }
  | {
      readonly ok: false;
      readonly error: ExecutionError;
      /** The file that the engine could not read, if that was it. */
      readonly file?: string;
    };

export interface JobRequest {
  readonly worker: Worker;
  readonly job: Omit<WorkerJob, "kind" | "resultFolder">;
  /** Where finished parts go; on the same file system as the worker's folder. */
  readonly resultFolder: string;
  readonly timeoutMs: number;
  readonly memory: StatementMemory;
  /** Aborted when a person cancels. */
  readonly cancel: AbortSignal;
}

// A person who cancels waits half a second at most; a deadline may give the engine more time to end by itself.
const CANCEL_GRACE_MS = 400;
const DEADLINE_GRACE_MS = 2000;
const WATCH_MS = 100;
const MEBIBYTE = 1024 ** 2;

type Stop = "cancelled" | "timeout" | "memory";

/** Runs one statement in a worker and sees to its end: an interrupt first, then SIGKILL. The worker is spent afterwards. */
export async function runJob(request: JobRequest, events: JobEvents): Promise<JobOutcome> {
  const { worker, timeoutMs, memory, cancel } = request;
  let stopped: Stop | null = null;
  const stop = (reason: Stop, graceMs: number) => {
    if (stopped !== null) return;
    stopped = reason;
    worker.process.send({ kind: "interrupt" });
    killer = setTimeout(() => worker.process.kill(), graceMs);
  };
  let killer: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => stop("timeout", DEADLINE_GRACE_MS), timeoutMs);
  // The kernel's limits refuse an allocation, which ends the statement with words; this holds where they do not.
  const watch = setInterval(() => {
    if (heldMb(worker) > memory.residentMb) stop("memory", 0);
  }, WATCH_MS);
  const onCancel = () => stop("cancelled", CANCEL_GRACE_MS);
  cancel.addEventListener("abort", onCancel, { once: true });
  if (cancel.aborted) onCancel();
  try {
    const outcome = await drive(request, events);
    if (outcome.ok || stopped === null) return outcome;
    return { ok: false, error: stopError(stopped, request) };
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

function stopError(stopped: Stop, { timeoutMs, memory }: JobRequest): ExecutionError {
  if (stopped === "memory") return outOfMemory(memory);
  return stopped === "cancelled"
    ? { code: "cancelled", message: "Cancelled." }
    : {
        code: "timeout",
        message: `Stopped after ${Math.round(timeoutMs / 100) / 10} s, the time limit. Narrow it by submission_date, or aggregate earlier.`,
      };
}

function drive(request: JobRequest, events: JobEvents): Promise<JobOutcome> {
  const { worker, job, memory, resultFolder } = request;
  const parts = openPartMover({ from: join(worker.folder, "result"), to: resultFolder, events });
  const { promise, resolve } = Promise.withResolvers<JobOutcome>();
  const fail = (error: ExecutionError) => resolve({ ok: false, error });
  const end = async (rows: number, runtimeMs: number): Promise<void> => {
    const bytes = await parts.settled().catch(() => null);
    if (bytes === null) fail(CRASHED);
    else resolve({ ok: true, rows, bytes, runtimeMs });
  };
  const take = (message: WorkerMessage): void => {
    if (message.kind === "first") events.first(message.columns, message.rows);
    else if (message.kind === "progress") events.progress(message.fraction);
    else if (message.kind === "part") parts.move(message.name, message.rows);
    else if (message.kind === "failed") resolve(failedOutcome(message.text, request));
    else if (message.kind === "done") void end(message.rows, message.runtimeMs);
  };
  worker.process.onMessage((raw) => {
    const parsed = workerMessage.safeParse(raw);
    if (parsed.success) take(parsed.data as WorkerMessage);
    else fail(CRASHED);
  });
  void worker.process.exited.then((code) => fail(deathError(code, memory)));
  worker.process.send({ ...job, kind: "execute", resultFolder: join(worker.folder, "result") });
  return promise;
}

interface PartMover {
  move(name: string, rows: number): void;
  /** Bytes of all parts, once the last one has moved. */
  settled(): Promise<number>;
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
  let bytes = 0;
  const moveOne = async (name: string, rows: number): Promise<void> => {
    const path = join(from, name);
    const stat = await lstat(path);
    // The worker may have made anything of its folder: only a plain file leaves it.
    if (!stat.isFile()) throw new Error("a part is not a file");
    await rename(path, join(to, name));
    bytes += stat.size;
    events.part(join(to, name), rows, stat.size);
  };
  return {
    move(name, rows) {
      moving = moving.then(() => moveOne(name, rows));
      // Met by `settled`; until then it is not unhandled.
      moving.catch(() => undefined);
    },
    settled: () => moving.then(() => bytes),
  };
}

function failedOutcome(text: string, { job, memory }: JobRequest): JobOutcome {
  const file = job.paths.find((path) => text.includes(path));
  const error = failure(text, job.sql, memory);
  return file === undefined ? { ok: false, error } : { ok: false, error, file };
}

function failure(text: string, sql: string, memory: StatementMemory): ExecutionError {
  if (text === "result too large")
    return {
      code: "too_large",
      message: "The result is larger than a stored result may be. Aggregate, or add a LIMIT.",
    };
  const error = engineError(text, sql);
  return error.code === "out_of_memory" ? outOfMemory(memory) : error;
}

function outOfMemory({ limitMb }: StatementMemory): ExecutionError {
  return {
    code: "out_of_memory",
    message: `The statement needs more than the ${limitMb} MB of memory that one may use. Read fewer columns or days, or aggregate earlier.`,
  };
}

const CRASHED: ExecutionError = {
  code: "worker_killed",
  message: "The process that ran this statement broke down. Others are not affected; run it again.",
};

// 134 and 139 (abort, fault) are how the C library meets the memory limit; 152 is SIGXCPU.
function deathError(code: number, memory: StatementMemory): ExecutionError {
  if (code === 134 || code === 139) return outOfMemory(memory);
  if (code === 152) return { code: "timeout", message: "Stopped: it used all of its CPU time." };
  return CRASHED;
}
