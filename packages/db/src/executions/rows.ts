import type { Execution } from "@headwater/domain";

/** A row of `execution` as the driver returns it: bigint columns are text. */
export interface ExecutionRow {
  readonly id: string;
  readonly user_id: string;
  readonly source_id: string;
  readonly purpose: Execution["purpose"];
  readonly origin_kind: string | null;
  readonly origin_id: string | null;
  readonly sql: string;
  readonly parameters: Record<string, string>;
  readonly state: Execution["state"];
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly timeout_ms: number;
  readonly row_limit: number | null;
  readonly error: Execution["error"];
  readonly columns: Execution["columns"];
  readonly rows: string | null;
  readonly size_bytes: string | null;
  readonly runtime_ms: number | null;
  readonly result_id: string | null;
  readonly cache_key: string | null;
  readonly manifest_commit: string | null;
}

export const EXECUTION_COLUMNS =
  "id, user_id, source_id, purpose, origin_kind, origin_id, sql, parameters, state, queued_at, started_at, finished_at, timeout_ms, row_limit, error, columns, rows, size_bytes, runtime_ms, result_id, cache_key, manifest_commit";

export function executionOf(row: ExecutionRow): Execution {
  return {
    id: row.id,
    userId: row.user_id,
    sourceId: row.source_id,
    purpose: row.purpose,
    origin: originOf(row),
    sql: row.sql,
    parameters: row.parameters,
    state: row.state,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    timeoutMs: row.timeout_ms,
    rowLimit: row.row_limit,
    error: row.error,
    columns: row.columns,
    rows: numberOf(row.rows),
    sizeBytes: numberOf(row.size_bytes),
    runtimeMs: row.runtime_ms,
    resultId: row.result_id,
    cacheKey: row.cache_key,
    manifestCommit: numberOf(row.manifest_commit),
  };
}

function originOf({ origin_kind: kind, origin_id: id }: ExecutionRow): Execution["origin"] {
  return kind === null || id === null ? null : { kind, id };
}

function numberOf(value: string | null): number | null {
  return value === null ? null : Number(value);
}
