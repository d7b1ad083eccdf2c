import type { ExecutionEnd } from "@headwater/db/executions";
import type { ExecutionError } from "@headwater/domain";
import { type JobOutcome, similarNames } from "@headwater/query";
import { integrityError } from "./integrity.ts";
import type { LiveExecution } from "./live-executions.ts";
import type { ExecutionPlan } from "./plan-execution.ts";
import type { QueryContext } from "./query-context.ts";

interface FinishedJob {
  readonly id: string;
  readonly live: LiveExecution;
  readonly plan: ExecutionPlan;
}

/** The end to record for a statement whose job has ended. */
export function endOf(
  context: QueryContext,
  outcome: JobOutcome,
  { id, live, plan }: FinishedJob,
): ExecutionEnd {
  if (!outcome.ok) return failed(withCandidates(damageOf(context, outcome), plan.columns));
  const { rows, bytes, runtimeMs } = outcome;
  if (live.first !== null) live.first = { ...live.first, totalRows: rows, complete: true };
  return {
    state: "finished",
    columns: live.first?.columns ?? [],
    rows,
    sizeBytes: bytes,
    runtimeMs,
    resultId: id,
    cacheKey: plan.cacheKey,
    manifestCommit: plan.manifestCommit,
    tables: plan.tables,
  };
}

/** The end to record for a statement that failed or was stopped. */
export function failed(error: ExecutionError): ExecutionEnd {
  if (error.code === "cancelled") return { state: "cancelled", error };
  return { state: error.code === "timeout" ? "timed_out" : "failed", error };
}

/** The end to record for a statement that caused an error of the role itself. */
export function internalFailure(error: unknown): ExecutionEnd {
  if ((error as NodeJS.ErrnoException).code === "ENOSPC")
    return failed({
      code: "disk_full",
      message: "The disk is full. Try again later, or ask an admin to free some space.",
    });
  return failed({
    code: "unavailable",
    message: "The query service had an internal error. Try again.",
  });
}

/** The error of a statement that was cancelled before it ran. */
export const CANCELLED: ExecutionError = { code: "cancelled", message: "Cancelled." };

// A file that the engine can't read is damage of the lake and not a mistake in the statement.
function damageOf(
  context: QueryContext,
  { error, file }: JobOutcome & { ok: false },
): ExecutionError {
  if (error.code !== "runtime" || file === undefined) return error;
  const inLake = file.startsWith(context.lakeRoot);
  return integrityError(inLake ? file.slice(context.lakeRoot.length + 1) : file, "can't be read");
}

// The engine suggests no names for an unknown column after the alias of a view.
function withCandidates(error: ExecutionError, columns: readonly string[]): ExecutionError {
  const wanted = /does not have a column named "([^"]+)"/.exec(error.message)?.[1];
  if (wanted === undefined || error.candidates !== undefined) return error;
  const candidates = similarNames(wanted, new Set(columns));
  return candidates.length > 0 ? { ...error, candidates } : error;
}
