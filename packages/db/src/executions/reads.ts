import type { Execution, Origin } from "@headwater/domain";
import type { Role } from "@headwater/domain/rights";
import type { Database } from "../client.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Pooled = Pick<Database, "pool">;

/** Reads one execution; null if no execution has this id. */
export async function getExecution({ pool }: Pooled, id: string): Promise<Execution | null> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution WHERE id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}

/** The role of an execution and the tables that it read. */
export interface ExecutionReads {
  /** The role of the author at the time of the run. */
  readonly role: Role;
  /**
   * `namespace.table` of each table that the execution read; null if the execution has not been
   * planned.
   */
  readonly tables: readonly string[] | null;
}

/** Reads the role and the tables of an execution; null if no execution has this id. */
export async function getExecutionReads(
  { pool }: Pooled,
  id: string,
): Promise<ExecutionReads | null> {
  const { rows } = await pool.query<ExecutionReads>(
    "SELECT role, tables FROM execution WHERE id = $1",
    [id],
  );
  return rows[0] ?? null;
}

/** The filter of the history. */
export interface HistoryFilter {
  readonly userId?: string;
  readonly origin?: Origin;
  /** Only executions that were queued before this time. */
  readonly before?: Date;
  readonly limit?: number;
}

/**
 * Reads the history of executions, newest first, without the statements of the portal's own pages.
 */
export async function listExecutions(
  { pool }: Pooled,
  { userId, origin, before, limit = 50 }: HistoryFilter,
): Promise<Execution[]> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution
     WHERE purpose <> 'portal' AND ($1::text IS NULL OR user_id = $1)
       AND ($2::text IS NULL OR (origin_kind = $2 AND origin_id = $3))
       AND ($4::timestamptz IS NULL OR queued_at < $4)
     ORDER BY queued_at DESC LIMIT $5`,
    [
      userId ?? null,
      origin?.kind ?? null,
      origin?.id ?? null,
      before ?? null,
      Math.min(limit, 1000),
    ],
  );
  return rows.map(executionOf);
}

/** Finds the newest stored result of a cache key; null if the key has no stored result. */
export async function findCached({ pool }: Pooled, cacheKey: string): Promise<Execution | null> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution
     WHERE cache_key = $1 AND state = 'finished' AND result_id = id ORDER BY finished_at DESC LIMIT 1`,
    [cacheKey],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}

/** An object whose latest run is wanted. */
export interface RunsOf {
  readonly originId: string;
  /**
   * Runs of this person count with any parameters; runs of others count only without parameters.
   */
  readonly authorId: string;
  /** Another execution that counts, e.g. an execution from before the object was saved. */
  readonly executionId: string | null;
}

/**
 * The newest finished run of each object, by the object's id; objects without a finished run are
 * left out.
 */
export async function latestRuns(
  { pool }: Pooled,
  originKind: string,
  wanted: readonly RunsOf[],
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ origin_id: string; id: string }>(
    `SELECT w.origin_id, l.id FROM unnest($2::text[], $3::text[], $4::uuid[]) AS w (origin_id, author_id, execution_id)
     CROSS JOIN LATERAL (
       (SELECT id, queued_at FROM execution e WHERE e.origin_kind = $1 AND e.origin_id = w.origin_id
          AND e.state = 'finished' AND (e.parameters = '{}' OR e.user_id = w.author_id)
        ORDER BY queued_at DESC LIMIT 1)
       UNION ALL SELECT id, queued_at FROM execution e WHERE e.id = w.execution_id
       ORDER BY queued_at DESC LIMIT 1) AS l`,
    [
      originKind,
      wanted.map(({ originId }) => originId),
      wanted.map(({ authorId }) => authorId),
      wanted.map(({ executionId }) => executionId),
    ],
  );
  return new Map(rows.map(({ origin_id, id }) => [origin_id, id]));
}
