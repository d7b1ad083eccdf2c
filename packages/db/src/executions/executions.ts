import { randomUUID } from "node:crypto";
import {
  AppError,
  type Execution,
  type ExecutionError,
  type ResultColumn,
} from "@headwater/domain";
import type { Database } from "../client.ts";
import { inTurn } from "../in-turn.ts";
import { withinTransaction } from "../transaction.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Pooled = Pick<Database, "pool">;

/** Channel that wakes the query role. */
export const EXECUTION_CHANNEL = "execution_queued";

/** A statement to run. */
export interface NewExecution {
  readonly id?: string;
  readonly userId: string;
  /** Role of the user at this moment: it decides what may be read. */
  readonly role: "viewer" | "analyst" | "admin";
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly rowLimit?: number | null;
  /** Run it even where the cache has the answer. */
  readonly fresh?: boolean;
  readonly savedQueryId?: number | null;
}

/** Records a statement to run and wakes the query role, in one round trip. */
export async function createExecution(
  { pool }: Pooled,
  execution: NewExecution,
): Promise<Execution> {
  const made = await insertExecution(pool, execution, null);
  if (made === null) throw new Error("the execution was not stored");
  return made;
}

// Any constant will do: it tells these locks from others of the database.
const QUEUE_LOCK = 7_201_302;

/** Records a statement as `createExecution` does, unless its user has `most` waiting already. */
export async function queueExecution(
  database: Pooled,
  execution: NewExecution,
  most: number,
): Promise<Execution> {
  const queue = async (client: Parameters<typeof insertExecution>[0]) => {
    // One at a time for each user: two that count at once would both find room for the last one.
    await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [
      QUEUE_LOCK,
      execution.userId,
    ]);
    return insertExecution(client, execution, most);
  };
  const made = await inTurn(execution.userId, () => withinTransaction(database, queue));
  if (made !== null) return made;
  const message = `You have ${most} statements waiting, the most that one person may have: this one would be number ${most + 1}. Wait for one to start, or cancel some.`;
  throw new AppError("queue_full", message, {
    retryable: true,
    details: { limit: most, position: most + 1 },
  });
}

async function insertExecution(
  client: Pick<Database["pool"], "query">,
  execution: NewExecution,
  mostQueued: number | null,
): Promise<Execution | null> {
  const { rows } = await client.query<ExecutionRow>(
    `WITH made AS (
       INSERT INTO execution (id, user_id, role, sql, parameters, timeout_ms, row_limit, fresh, saved_query_id)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
       WHERE $10::int IS NULL OR (SELECT count(*) FROM execution WHERE user_id = $2 AND state = 'queued') < $10
       RETURNING *)
     SELECT ${EXECUTION_COLUMNS}, pg_notify('${EXECUTION_CHANNEL}', id::text) FROM made`,
    [
      execution.id ?? randomUUID(),
      execution.userId,
      execution.role,
      execution.sql,
      JSON.stringify(execution.parameters ?? {}),
      execution.timeoutMs,
      execution.rowLimit ?? null,
      execution.fresh ?? false,
      execution.savedQueryId ?? null,
      mostQueued,
    ],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}

/** One execution, null if there is none of that id. */
export async function getExecution({ pool }: Pooled, id: string): Promise<Execution | null> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution WHERE id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}

/** What decides who else than its author may see a run. */
export interface ExecutionReach {
  /** Role of the author at the time of the run. */
  readonly role: "viewer" | "analyst" | "admin";
  /** `namespace.table` of each that it read, null where it was not planned (yet). */
  readonly tables: readonly string[] | null;
  /** True where a saved query names it as its latest run. */
  readonly latest: boolean;
}

/** Reads who else may see a run; null if there is none of that id. */
export async function getExecutionReach(
  { pool }: Pooled,
  id: string,
): Promise<ExecutionReach | null> {
  const { rows } = await pool.query<ExecutionReach>(
    `SELECT role, tables, EXISTS (SELECT FROM saved_query WHERE latest_execution_id = e.id) AS latest
     FROM execution e WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Which part of the history to read; newest first. */
export interface HistoryFilter {
  readonly userId?: string;
  readonly savedQueryId?: number;
  /** Only those queued before. */
  readonly before?: Date;
  /** Statements that begin so are left out. */
  readonly without?: string;
  readonly limit?: number;
}

/** The history of runs, newest first. */
export async function listExecutions(
  { pool }: Pooled,
  { userId, savedQueryId, before, without, limit = 50 }: HistoryFilter,
): Promise<Execution[]> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution
     WHERE ($1::text IS NULL OR user_id = $1) AND ($2::int IS NULL OR saved_query_id = $2)
       AND ($3::timestamptz IS NULL OR queued_at < $3) AND ($4::text IS NULL OR NOT starts_with(sql, $4))
     ORDER BY queued_at DESC LIMIT $5`,
    [userId ?? null, savedQueryId ?? null, before ?? null, without ?? null, Math.min(limit, 1000)],
  );
  return rows.map(executionOf);
}

const REQUEST_CANCEL = `UPDATE execution SET cancel_requested_at = now(),
  state = CASE WHEN claimed_by IS NULL THEN 'cancelled' ELSE state END,
  finished_at = CASE WHEN claimed_by IS NULL THEN now() ELSE finished_at END,
  error = CASE WHEN claimed_by IS NULL THEN '{"code":"cancelled","message":"Cancelled."}' ELSE error END
  WHERE state IN ('queued', 'running')`;

/** Notes that someone wants an execution to end. A queued one that nobody claimed ends at once; true then. */
export async function requestCancel({ pool }: Pooled, id: string): Promise<boolean> {
  const { rows } = await pool.query<{ state: string }>(
    `${REQUEST_CANCEL} AND id = $1 RETURNING state`,
    [id],
  );
  return rows[0]?.state === "cancelled";
}

/** Like `requestCancel`, of all that a user has waiting or running; gives the ids of those that someone has at work. */
export async function requestCancelOfUser({ pool }: Pooled, userId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; state: string }>(
    `${REQUEST_CANCEL} AND user_id = $1 RETURNING id, state`,
    [userId],
  );
  return rows.filter(({ state }) => state !== "cancelled").map(({ id }) => id);
}

/** An execution whose every row is stored. */
interface FinishedEnd {
  readonly state: "finished";
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  readonly sizeBytes: number;
  readonly runtimeMs: number;
  readonly resultId: string;
  /** Null where two runs can differ. */
  readonly cacheKey: string | null;
  readonly manifestCommit: number | null;
  /** `namespace.table` of each that it read. */
  readonly tables: readonly string[] | null;
}

/** An execution without a result: it says why, and has nothing else to say. */
interface FailedEnd {
  readonly state: "failed" | "cancelled" | "timed_out";
  readonly error: ExecutionError;
}

/** How an execution ended. */
export type ExecutionEnd = FinishedEnd | FailedEnd;

const CANCELLED: FailedEnd = {
  state: "cancelled",
  error: { code: "cancelled", message: "Cancelled." },
};

// Whoever opens a saved query sees its newest result. With values in place of parameters that is the owner's to choose.
const NOTED = `noted AS (
  UPDATE saved_query q SET latest_execution_id = ended.id FROM ended
  WHERE q.id = ended.saved_query_id AND ended.state = 'finished'
    AND (ended.parameters = '{}' OR ended.user_id = q.owner_id)
    AND NOT EXISTS (SELECT FROM execution l WHERE l.id = q.latest_execution_id AND l.queued_at >= ended.queued_at))`;

interface Held {
  readonly id: string;
  readonly token: string;
}

/**
 * Records the end of an execution and gives it as it stands then; null if the holder of `token` lost it meanwhile. One that
 * somebody asked to cancel is never recorded as finished, even where its last row came first.
 */
export async function finishExecution(
  database: Pooled,
  held: Held,
  end: ExecutionEnd,
): Promise<Execution | null> {
  const recorded = await recordEnd(database, held, end);
  if (recorded !== null || end.state !== "finished") return recorded;
  return recordEnd(database, held, CANCELLED);
}

async function recordEnd(
  { pool }: Pooled,
  { id, token }: Held,
  end: ExecutionEnd,
): Promise<Execution | null> {
  const finished = end.state === "finished" ? end : null;
  const { rows } = await pool.query<ExecutionRow>(
    `WITH ended AS (
       UPDATE execution SET state = $3, error = $4, columns = $5, rows = $6, size_bytes = $7, runtime_ms = $8,
         result_id = $9, cache_key = $10, manifest_commit = $11, tables = $12, finished_at = now(), lease_until = NULL
       WHERE id = $1 AND claimed_by = $2 AND state IN ('queued', 'running')
         AND ($3 <> 'finished' OR cancel_requested_at IS NULL) RETURNING *
     ), ${NOTED} SELECT ${EXECUTION_COLUMNS} FROM ended`,
    [
      id,
      token,
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
    ],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}

/** The newest stored result of a cache key, null if there is none. */
export async function findCached({ pool }: Pooled, cacheKey: string): Promise<Execution | null> {
  const { rows } = await pool.query<ExecutionRow>(
    `SELECT ${EXECUTION_COLUMNS} FROM execution
     WHERE cache_key = $1 AND state = 'finished' AND result_id = id ORDER BY finished_at DESC LIMIT 1`,
    [cacheKey],
  );
  return rows[0] === undefined ? null : executionOf(rows[0]);
}
