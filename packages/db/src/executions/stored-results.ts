import type { Database } from "../client.ts";

type Pooled = Pick<Database, "pool">;

/** A stored result and the last time at which an execution used it. */
export interface StoredResultRow {
  readonly id: string;
  readonly userId: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/** Lists all stored results with their authors. */
export async function listStoredResults({ pool }: Pooled): Promise<StoredResultRow[]> {
  const { rows } = await pool.query<{ id: string; user_id: string; bytes: string; used: Date }>(
    `WITH uses AS (
       SELECT result_id, max(finished_at) AS used FROM execution WHERE result_id IS NOT NULL GROUP BY 1)
     SELECT made.id, made.user_id, coalesce(made.size_bytes, 0) AS bytes, uses.used
     FROM execution made JOIN uses ON uses.result_id = made.id WHERE made.result_id = made.id`,
  );
  return rows.map(({ id, user_id, bytes, used }) => ({
    id,
    userId: user_id,
    bytes: Number(bytes),
    usedAt: used.getTime(),
  }));
}

/** Removes stored results from their executions, which stay in the history without rows. */
export async function forgetResults({ pool }: Pooled, ids: readonly string[]): Promise<void> {
  await pool.query("UPDATE execution SET result_id = NULL WHERE result_id = ANY($1::uuid[])", [
    ids,
  ]);
}

/**
 * Removes results that no execution has used since `before`; returns their ids, so that the caller
 * can delete the files.
 */
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
