import { BATCH_PURPOSES, type Execution, type WorkLimits } from "@headwater/domain";
import type { Role } from "@headwater/domain/rights";
import type { Database } from "../client.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/**
 * The id of a claimed execution and the fencing token of its claim. A holder with an outdated token
 * can't record an end.
 */
export interface ClaimToken {
  readonly id: string;
  readonly token: string;
}

/** An execution that one instance of the query role holds. */
export interface ClaimedExecution {
  readonly execution: Execution;
  readonly token: string;
  readonly role: Role;
  readonly fresh: boolean;
}

interface ClaimOptions {
  /** The instance that claims the execution. */
  readonly holder: string;
  /** Limits for one person and for batch work in this instance. */
  readonly limits: Pick<WorkLimits, "person" | "batch">;
  readonly leaseMs: number;
}

/**
 * Claims the next execution. Executions of people come before batch work, then those of the person
 * with the fewest running executions, then the oldest one. The execution stays `queued` until it
 * begins. An execution only reads, so that an execution whose holder was lost is run once more with
 * a new token.
 */
export async function claimExecution(
  { pool, now }: Timed,
  { holder, limits, leaseMs }: ClaimOptions,
): Promise<ClaimedExecution | null> {
  const { rows } = await pool.query<
    ExecutionRow & { lease_token: string; role: Role; fresh: boolean }
  >(
    `WITH busy AS (
       SELECT user_id, purpose = ANY($2::text[]) AS batch, count(*) AS everywhere,
         count(*) FILTER (WHERE claimed_by = $1) AS here
       FROM execution WHERE state IN ('queued', 'running') AND lease_until > $6 GROUP BY 1, 2),
     next AS (
       SELECT e.id FROM execution e
       LEFT JOIN busy ON busy.user_id = e.user_id AND busy.batch = (e.purpose = ANY($2::text[]))
       WHERE e.state = 'queued' AND e.lease_token IS NULL AND coalesce(busy.here, 0) < $3
         AND (NOT e.purpose = ANY($2::text[]) OR coalesce((SELECT sum(here) FROM busy WHERE batch), 0) < $4)
       ORDER BY e.purpose = ANY($2::text[]), coalesce(busy.everywhere, 0), e.queued_at
       LIMIT 1 FOR UPDATE OF e SKIP LOCKED)
     UPDATE execution SET claimed_by = $1, attempt = attempt + 1, lease_token = gen_random_uuid(),
       lease_until = $6::timestamptz + $5 * interval '1 millisecond'
     WHERE id = (SELECT id FROM next) RETURNING ${EXECUTION_COLUMNS}, lease_token, role, fresh`,
    [holder, BATCH_PURPOSES, limits.person, limits.batch, leaseMs, now()],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { execution: executionOf(row), token: row.lease_token, role: row.role, fresh: row.fresh };
}

/** Marks a claimed execution as running. */
export async function beginExecution(
  { pool, now }: Timed,
  { id, token }: ClaimToken,
): Promise<void> {
  await pool.query(
    "UPDATE execution SET state = 'running', started_at = $3 WHERE id = $1 AND lease_token = $2 AND state = 'queued'",
    [id, token, now()],
  );
}

interface Renewal {
  readonly holder: string;
  readonly leaseMs: number;
}

/** Extends the leases of a holder and returns the executions that someone asked to cancel. */
export async function renewLeases(
  { pool, now }: Timed,
  { holder, leaseMs }: Renewal,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; cancelled: boolean }>(
    `UPDATE execution SET lease_until = $3::timestamptz + $2 * interval '1 millisecond'
     WHERE claimed_by = $1 AND lease_token IS NOT NULL AND state IN ('queued', 'running')
     RETURNING id, cancel_requested_at IS NOT NULL AS cancelled`,
    [holder, leaseMs, now()],
  );
  return rows.filter(({ cancelled }) => cancelled).map(({ id }) => id);
}

/**
 * Recovers executions whose lease has expired: after the first loss an execution is queued again,
 * after the second one it fails. A cancelled execution ends as cancelled. Returns the number of
 * recovered executions.
 */
export async function recoverExecutions({ pool, now }: Timed): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE execution SET
       state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' WHEN attempt < 2 THEN 'queued' ELSE 'failed' END,
       error = CASE WHEN cancel_requested_at IS NOT NULL THEN '{"code":"cancelled","message":"Cancelled."}'::jsonb
         WHEN attempt < 2 THEN NULL
         ELSE '{"code":"unavailable","message":"The query service failed twice while this statement ran. Run it again, or ask an admin."}'::jsonb END,
       finished_at = CASE WHEN cancel_requested_at IS NULL AND attempt < 2 THEN NULL ELSE $1::timestamptz END,
       started_at = NULL, lease_until = NULL, lease_token = NULL, claimed_by = NULL
     WHERE state IN ('queued', 'running') AND lease_until < $1`,
    [now()],
  );
  return rowCount ?? 0;
}

/**
 * Puts the executions of a stopping holder back into the queue, as if it had not claimed them. The
 * holder can't record their ends any more.
 */
export async function releaseExecutions({ pool }: Pooled, holder: string): Promise<void> {
  await pool.query(
    `UPDATE execution SET state = 'queued', started_at = NULL, lease_until = NULL, lease_token = NULL,
       claimed_by = NULL, attempt = attempt - 1
     WHERE claimed_by = $1 AND lease_token IS NOT NULL AND state IN ('queued', 'running')`,
    [holder],
  );
}
