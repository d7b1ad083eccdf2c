import type { Execution } from "@headwater/domain";
import type { Database } from "../client.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Pooled = Pick<Database, "pool">;

/** An execution that one query role holds. */
export interface ClaimedExecution {
  readonly execution: Execution;
  /** Fencing token: whoever no longer holds it can't record anything. */
  readonly token: string;
  readonly role: "viewer" | "analyst" | "admin";
  readonly fresh: boolean;
}

interface ClaimOptions {
  /** Who claims. */
  readonly holder: string;
  /** Executions one user may have at work; the others wait. */
  readonly mostPerUser: number;
  readonly leaseMs: number;
}

/**
 * Claims the next execution: of the user with the fewest at work, the oldest. It stays `queued` until it begins.
 * The token ends with the attempt: an execution is read-only, so one that was lost with its holder is tried once more.
 */
export async function claimExecution(
  { pool }: Pooled,
  { holder, mostPerUser, leaseMs }: ClaimOptions,
): Promise<ClaimedExecution | null> {
  const { rows } = await pool.query<
    ExecutionRow & { claimed_by: string; role: ClaimedExecution["role"]; fresh: boolean }
  >(
    `WITH busy AS (
       SELECT user_id, count(*) AS amount FROM execution
       WHERE state IN ('queued', 'running') AND lease_until > now() GROUP BY user_id),
     next AS (
       SELECT e.id FROM execution e LEFT JOIN busy USING (user_id)
       WHERE e.state = 'queued' AND (e.claimed_by IS NULL OR e.claimed_by = 'lost/1')
         AND coalesce(amount, 0) < $2
       ORDER BY coalesce(amount, 0), e.queued_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED)
     UPDATE execution SET claimed_by = $1 || CASE WHEN claimed_by IS NULL THEN '/1' ELSE '/2' END,
       lease_until = now() + $3 * interval '1 millisecond'
     WHERE id = (SELECT id FROM next) RETURNING ${EXECUTION_COLUMNS}, claimed_by, role, fresh`,
    [holder, mostPerUser, leaseMs],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { execution: executionOf(row), token: row.claimed_by, role: row.role, fresh: row.fresh };
}

/** Marks a claimed execution as running. */
export async function beginExecution(
  { pool }: Pooled,
  { id, token }: { readonly id: string; readonly token: string },
): Promise<void> {
  await pool.query(
    "UPDATE execution SET state = 'running', started_at = now() WHERE id = $1 AND claimed_by = $2 AND state = 'queued'",
    [id, token],
  );
}

/** Extends the leases of a holder and returns the executions that someone asked to cancel. */
export async function renewLeases(
  { pool }: Pooled,
  holder: string,
  leaseMs: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; cancelled: boolean }>(
    `UPDATE execution SET lease_until = now() + $2 * interval '1 millisecond'
     WHERE claimed_by IN ($1 || '/1', $1 || '/2') AND state IN ('queued', 'running')
     RETURNING id, cancel_requested_at IS NOT NULL AS cancelled`,
    [holder, leaseMs],
  );
  return rows.filter(({ cancelled }) => cancelled).map(({ id }) => id);
}

/** Frees what died with its holder: a first loss is queued again, a second one fails, a cancelled one is cancelled. Returns how many. */
export async function recoverExecutions({ pool }: Pooled): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE execution SET
       state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' WHEN claimed_by LIKE '%/1' THEN 'queued' ELSE 'failed' END,
       error = CASE WHEN cancel_requested_at IS NULL AND claimed_by LIKE '%/1' THEN NULL
         WHEN cancel_requested_at IS NOT NULL THEN '{"code":"cancelled","message":"Cancelled."}'::jsonb
         ELSE '{"code":"unavailable","message":"The query service broke down twice while this ran."}'::jsonb END,
       finished_at = CASE WHEN cancel_requested_at IS NULL AND claimed_by LIKE '%/1' THEN NULL ELSE now() END,
       started_at = NULL, lease_until = NULL, claimed_by = 'lost/1'
     WHERE state IN ('queued', 'running') AND lease_until < now()`,
  );
  return rowCount ?? 0;
}

/** Gives the executions of a holder that stops back to the queue; what it still finishes is not recorded. */
export async function releaseExecutions({ pool }: Pooled, holder: string): Promise<void> {
  await pool.query(
    `UPDATE execution SET state = 'queued', started_at = NULL, lease_until = NULL, claimed_by = NULL
     WHERE claimed_by IN ($1 || '/1', $1 || '/2') AND state IN ('queued', 'running')`,
    [holder],
  );
}

/** Forgets results that nothing used since `before`; returns their ids, whose files can go. */
export async function expireResults({ pool }: Pooled, before: Date): Promise<string[]> {
  const { rows } = await pool.query<{ result_id: string }>(
    `WITH old AS (
       SELECT result_id FROM execution WHERE result_id IS NOT NULL GROUP BY result_id HAVING max(finished_at) < $1),
     gone AS (UPDATE execution SET result_id = NULL WHERE result_id IN (SELECT result_id FROM old))
     SELECT result_id FROM old`,
    [before],
  );
  return rows.map(({ result_id }) => result_id);
}
