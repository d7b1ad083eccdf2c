import type { Execution, ExecutionError, ResultColumn } from "@headwater/domain";
import type { Database } from "../client.ts";
import type { ClaimToken } from "./claims.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Timed = Pick<Database, "pool" | "now">;

/** The end of an execution whose rows are all stored. */
interface FinishedEnd {
  readonly state: "finished";
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  readonly sizeBytes: number;
  readonly runtimeMs: number;
  readonly resultId: string;
  /** Null if two runs can have different results. */
  readonly cacheKey: string | null;
  readonly manifestCommit: number | null;
  /** `namespace.table` of each table that the execution read. */
  readonly tables: readonly string[] | null;
}

/** The end of an execution without a result, with the reason. */
interface FailedEnd {
  readonly state: "failed" | "cancelled" | "timed_out";
  readonly error: ExecutionError;
}

/** The end of an execution. */
export type ExecutionEnd = FinishedEnd | FailedEnd;

const CANCELLED: FailedEnd = {
  state: "cancelled",
  error: { code: "cancelled", message: "Cancelled." },
};

/**
 * Records the end of an execution and returns the recorded execution; null if the token is
 * outdated. An execution that a person wanted to cancel is never recorded as finished, even if its
 * last row came before the cancel.
 */
export async function finishExecution(
  database: Timed,
  held: ClaimToken,
  end: ExecutionEnd,
): Promise<Execution | null> {
  const recorded = await recordEnd(database, { held, end });
  if (recorded !== null || end.state !== "finished") return recorded;
  return recordEnd(database, { held, end: CANCELLED });
}

interface Ending {
  readonly held: ClaimToken;
  readonly end: ExecutionEnd;
}

async function recordEnd({ pool, now }: Timed, { held, end }: Ending): Promise<Execution | null> {
  const finished = end.state === "finished" ? end : null;
  const { rows } = await pool.query<ExecutionRow>(
    `UPDATE execution SET state = $3, error = $4, columns = $5, rows = $6, size_bytes = $7, runtime_ms = $8,
       result_id = $9, cache_key = $10, manifest_commit = $11, tables = $12, finished_at = $13,
       lease_until = NULL, lease_token = NULL
     WHERE id = $1 AND lease_token = $2 AND state IN ('queued', 'running')
       AND ($3 <> 'finished' OR cancel_requested_at IS NULL) RETURNING ${EXECUTION_COLUMNS}`,
    [
      held.id,
      held.token,
      end.state,
      end.state === "finished" ? null : JSON.stringify(end.error),
      finished === null ? null : JSON.stringify(finished.columns),
      finished?.rows ?? null,
      finished?.sizeBytes ?? null,
      finished?.runtimeMs ?? null,
      finished?.resultId ?? null,
      finished?.cacheKey ?? null,
      finished?.manifestCommit ?? null,
      finished?.tables ?? null,
      now(),
    ],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}
