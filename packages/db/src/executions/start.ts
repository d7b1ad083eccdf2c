import { randomUUID } from "node:crypto";
import {
  AppError,
  BATCH_PURPOSES,
  type Execution,
  isBatch,
  MOST_QUEUED,
  type Origin,
  type Purpose,
  RUN_SQL,
} from "@headwater/domain";
import { fillTemplate } from "@headwater/domain/query";
import { may, type Person } from "@headwater/domain/rights";
import type { PoolClient } from "pg";
import { recordAudit } from "../audit/index.ts";
import type { Database } from "../client.ts";
import { inTurn } from "../in-turn.ts";
import { LOCKS } from "../locks.ts";
import { withinTransaction } from "../transaction.ts";
import { EXECUTION_COLUMNS, type ExecutionRow, executionOf } from "./rows.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/** Channel that notifies the query role of a queued execution. */
export const EXECUTION_CHANNEL = "execution_queued";

/** A statement to run for a person. */
export interface NewExecution {
  readonly id?: string;
  /**
   * The person for whom the statement runs; the current role of the person decides which tables may
   * be read.
   */
  readonly person: Person;
  readonly sql: string;
  /** Values by name, for `{{ name }}`, which becomes a bound parameter, and for `$name`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `lake`, the built-in source, by default. */
  readonly sourceId?: string;
  readonly purpose: Purpose;
  /** The object that holds this text, e.g. a saved query; the caller has compared both texts. */
  readonly origin?: Origin | null;
  readonly timeoutMs: number;
  readonly rowLimit?: number | null;
  /** True if the statement must run even if the cache has a result. */
  readonly fresh?: boolean;
  /** How many statements of the person may wait at a time; batch work does not count. */
  readonly mostQueued?: number;
}

/** A statement whose template is filled. */
interface Filled extends NewExecution {
  readonly queuedAt: Date;
}

/** Number of characters of a refused statement that the audit log keeps. */
const MAX_AUDITED = 2000;

/**
 * Queues a statement and notifies the query role. Every process uses this function for every
 * purpose. Throws AppError `forbidden` if the person may not run SQL of their own, and `queue_full`
 * if too many statements of the person wait already.
 */
export async function startExecution(database: Timed, execution: NewExecution): Promise<Execution> {
  await refuseOwnText(database, execution);
  const filled = {
    ...execution,
    ...fillTemplate(execution.sql, execution.parameters ?? {}),
    queuedAt: database.now(),
  };
  // The callers that queue batch work limit its number themselves.
  if (isBatch(execution.purpose)) return insertExecution(database.pool, filled);
  const queue = (client: PoolClient) => queueWithin(client, filled);
  return inTurn(execution.person.id, () => withinTransaction(database, queue));
}

/** Refuses a text without an origin if the person may run only saved queries. */
async function refuseOwnText(
  database: Pooled,
  { person, purpose, origin = null, sql }: NewExecution,
): Promise<void> {
  if (origin !== null || purpose === "portal" || may(person, RUN_SQL)) return;
  const refusal = new AppError(
    "forbidden",
    `Your role runs saved queries only. To run SQL of your own, ask an admin for the role ${RUN_SQL.least}.`,
  );
  await recordRefusedText(database, { person, sql, refusal });
  throw refusal;
}

/** Records in the audit log that a person tried to run a text without the right to do so. */
export async function recordRefusedText(
  database: Pooled,
  attempt: { readonly person: Person; readonly sql: string; readonly refusal: AppError },
): Promise<void> {
  const { person, sql, refusal } = attempt;
  const details = { message: refusal.message, sql: sql.slice(0, MAX_AUDITED) };
  await recordAudit(database, {
    userId: person.id,
    action: "query.run",
    outcome: "refused",
    details,
  });
}

async function queueWithin(client: PoolClient, execution: Filled): Promise<Execution> {
  const { person, mostQueued = MOST_QUEUED } = execution;
  // The lock lets one statement of a person be queued at a time: two simultaneous counts could both
  // find one free place.
  await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [
    LOCKS.executionQueue,
    person.id,
  ]);
  const { rows } = await client.query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM execution WHERE user_id = $1 AND state = 'queued' AND NOT purpose = ANY($2::text[])",
    [person.id, BATCH_PURPOSES],
  );
  if ((rows[0]?.waiting ?? 0) >= mostQueued) throw queueFull(mostQueued);
  return insertExecution(client, execution);
}

function queueFull(most: number): AppError {
  const message = `You have ${most} statements waiting, which is the limit for one person. Wait until one of them starts, or cancel some.`;
  return new AppError("queue_full", message, {
    retryable: true,
    details: { limit: most, position: most + 1 },
  });
}

async function insertExecution(
  client: Pick<Database["pool"], "query">,
  execution: Filled,
): Promise<Execution> {
  const { person, origin = null } = execution;
  const { rows } = await client.query<ExecutionRow>(
    `WITH made AS (
       INSERT INTO execution (id, user_id, role, sql, parameters, timeout_ms, row_limit, fresh, source_id, purpose, origin_kind, origin_id, queued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *)
     SELECT ${EXECUTION_COLUMNS}, pg_notify('${EXECUTION_CHANNEL}', id::text) FROM made`,
    [
      execution.id ?? randomUUID(),
      person.id,
      person.role,
      execution.sql,
      JSON.stringify(execution.parameters ?? {}),
      execution.timeoutMs,
      execution.rowLimit ?? null,
      execution.fresh ?? false,
      execution.sourceId ?? "lake",
      execution.purpose,
      origin?.kind ?? null,
      origin?.id ?? null,
      execution.queuedAt,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("The execution was not stored.");
  return executionOf(row);
}
