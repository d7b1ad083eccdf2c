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

/** Channel that wakes the query role. */
export const EXECUTION_CHANNEL = "execution_queued";

/** A statement to run for a person. */
export interface NewExecution {
  readonly id?: string;
  /** The person for whom it runs; their role at this moment decides what may be read. */
  readonly person: Person;
  readonly sql: string;
  /** Values by name: of `{{ name }}`, which becomes a bound parameter, and of `$name`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `lake`, the built-in source, by default. */
  readonly sourceId?: string;
  readonly purpose: Purpose;
  /** The object that stands behind the text, e.g. a saved query; the caller has compared both. */
  readonly origin?: Origin | null;
  readonly timeoutMs: number;
  readonly rowLimit?: number | null;
  /** Run it even where the cache has the answer. */
  readonly fresh?: boolean;
  /** Statements of the person that may wait at a time, batch work not counted. */
  readonly mostQueued?: number;
}

/** A statement with its values filled in. */
interface Filled extends NewExecution {
  readonly queuedAt: Date;
}

/** Characters of a refused statement that are kept. */
const MAX_AUDITED = 2000;

/**
 * Records a statement to run and wakes the query role: the one way for every process and purpose.
 * Throws AppError `forbidden` where the person may not run SQL of their own, and `queue_full`
 * where too many of their statements wait already.
 */
export async function startExecution(database: Timed, execution: NewExecution): Promise<Execution> {
  await refuseOwnText(database, execution);
  const filled = {
    ...execution,
    ...fillTemplate(execution.sql, execution.parameters ?? {}),
    queuedAt: database.now(),
  };
  // Whatever queues batch work keeps count of it itself.
  if (isBatch(execution.purpose)) return insertExecution(database.pool, filled);
  const queue = (client: PoolClient) => queueWithin(client, filled);
  return inTurn(execution.person.id, () => withinTransaction(database, queue));
}

/** Refuses a text that no object stands behind, for a person who may run saved ones only. */
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

/** Keeps a trace of somebody who tried a text that they may not run: nothing else is stored of it. */
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
  // One at a time for each person: two that count at once would both find room for the last one.
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
  const message = `You have ${most} statements waiting, the most that one person may have: this one would be number ${most + 1}. Wait for one to start, or cancel some.`;
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
