import type { Context } from "../../server/context.ts";

/** Every stage with its last heartbeat, and what isolates the query workers. */
export async function stages({ database, query }: Context) {
  const { rows } = await database.pool.query<{
    stage: string;
    state: string;
    at: Date;
    startedAt: Date;
    details: Record<string, unknown>;
  }>(
    `SELECT stage, state, at, started_at AS "startedAt", details FROM stage_status ORDER BY stage`,
  );
  // The page is for finding out what is wrong: a query role that is away must not take it along.
  const sandbox = await query.status({}).catch(() => null);
  return {
    now: new Date(),
    stages: rows,
    sandbox: sandbox?.sandbox ?? null,
    notes: [...(sandbox?.notes ?? [])],
  };
}
