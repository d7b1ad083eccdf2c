import type { ExecutionError } from "@headwater/domain";
import { engineError } from "../errors/engine-error.ts";
import { MAX_RESULT_COLUMNS, WORKER_ERRORS } from "../sandboxed/worker-errors.ts";
import type { StatementMemory } from "./specs.ts";

/** Why the role stopped a statement before its end. */
export type Stop = "cancelled" | "timeout" | "memory" | "disk";

/** How a statement ended. */
export type JobOutcome =
  | { readonly ok: true; readonly rows: number; readonly bytes: number; readonly runtimeMs: number }
  | {
      readonly ok: false;
      readonly error: ExecutionError;
      /** The file that the engine could not read, if that was the cause. */
      readonly file?: string;
    };

/** The events of a statement and its process. Each field is null until its event happened. */
export interface JobFacts {
  readonly stop: Stop | null;
  /** The text of the engine's error. */
  readonly failure: string | null;
  /** Exit code of the process. */
  readonly exitCode: number | null;
  /** The worker's report that every row is stored. */
  readonly done: { readonly rows: number; readonly runtimeMs: number } | null;
  /** The rows that the role moved out of the worker's folder; null if moving failed. */
  readonly stored: { readonly rows: number; readonly bytes: number } | null;
}

/** Facts about the statement that error messages need. */
export interface JobLimits {
  /** The author's text. */
  readonly sql: string;
  /** Bytes of the author's text before the text that ran. */
  readonly cutBytes: number;
  /** Files that the statement may read. */
  readonly paths: readonly string[];
  readonly timeoutMs: number;
  readonly memory: StatementMemory;
  /** Bytes that the result may have. */
  readonly byteLimit: number;
}

/**
 * Decides how a statement ended. The statement succeeded in one case only: nobody stopped it, the
 * engine reported no error, the worker reported the end, and the role has as many rows as the
 * worker counted. Everything else is a failure.
 */
export function outcomeOf(facts: JobFacts, limits: JobLimits): JobOutcome {
  const { stop, failure, exitCode, done, stored } = facts;
  if (stop !== null) return failed(stopError(stop, limits));
  if (failure !== null) return failedBy(failure, limits);
  if (done !== null && stored !== null && stored.rows === done.rows)
    return { ok: true, rows: done.rows, bytes: stored.bytes, runtimeMs: done.runtimeMs };
  return failed(done === null && exitCode !== null ? exitError(exitCode, limits.memory) : CRASHED);
}

function failed(error: ExecutionError): JobOutcome {
  return { ok: false, error };
}

function stopError(stop: Stop, { timeoutMs, memory }: JobLimits): ExecutionError {
  if (stop === "memory") return outOfMemory(memory);
  if (stop === "cancelled") return { code: "cancelled", message: "Cancelled." };
  if (stop === "disk")
    return {
      code: "disk_full",
      message:
        "Stopped: the disk has no more space for results; the rest is kept for incoming pings. Read fewer rows or columns, or ask an admin to free disk space.",
    };
  return {
    code: "timeout",
    message: `Stopped after ${Math.round(timeoutMs / 100) / 10} s, the time limit. Filter by submission_date, or aggregate earlier.`,
  };
}

function failedBy(text: string, limits: JobLimits): JobOutcome {
  const file = limits.paths.find((path) => text.includes(path));
  const error = failureError(text, limits);
  return file === undefined ? failed(error) : { ok: false, error, file };
}

const MEBIBYTE = 1024 ** 2;
/**
 * The error of the engine's client for a type that the client does not know, e.g. the state of an
 * aggregate.
 */
const NO_TYPE = /^Unexpected type id/;

function failureError(
  text: string,
  { sql, cutBytes, memory, byteLimit }: JobLimits,
): ExecutionError {
  if (text === WORKER_ERRORS.tooLarge)
    return {
      code: "too_large",
      message: `The result is larger than the ${Math.round(byteLimit / MEBIBYTE)} MB that it may have. Aggregate, or add a LIMIT.`,
    };
  if (text === WORKER_ERRORS.tooWide)
    return {
      code: "too_large",
      message: `A result may have ${MAX_RESULT_COLUMNS} columns. Select fewer.`,
    };
  if (text === WORKER_ERRORS.endedEarly)
    return {
      code: "runtime",
      message:
        "The engine ended the statement before its last row and gave no reason. Run it again.",
    };
  if (NO_TYPE.test(text))
    return {
      code: "runtime",
      message:
        "A column of this statement has a type that can't be stored. Cast the column to text, or leave it out.",
    };
  const error = engineError(text, sql, cutBytes);
  return error.code === "out_of_memory" ? outOfMemory(memory) : error;
}

function outOfMemory({ limitMb }: StatementMemory): ExecutionError {
  return {
    code: "out_of_memory",
    message: `The statement needs more than the ${limitMb} MB of memory that one statement may use. Read fewer columns or days, or aggregate earlier.`,
  };
}

const CRASHED: ExecutionError = {
  code: "worker_killed",
  message:
    "The process that ran this statement crashed. Other statements are not affected. Run the statement again.",
};

// The C library ends with 134 or 139 (abort, fault) at the memory limit; 152 is SIGXCPU.
function exitError(code: number, memory: StatementMemory): ExecutionError {
  if (code === 134 || code === 139) return outOfMemory(memory);
  if (code === 152)
    return {
      code: "timeout",
      message:
        "Stopped: the statement used all of its CPU time. Filter by submission_date, or aggregate earlier.",
    };
  return CRASHED;
}
