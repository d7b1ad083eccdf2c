import type { PoolClient } from "pg";
import { LOCKS } from "../locks.ts";
import type { TableName } from "./tables.ts";

/** A commit that removes files. */
export interface Drop {
  readonly id: number;
  readonly at: Date;
}

/** Begins a commit that removes files. */
export async function openDrop(client: PoolClient, at: Date): Promise<Drop> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCKS.lakeCommit]);
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO lake_commit (kind, at) VALUES ('drop', $1) RETURNING id",
    [at],
  );
  return { id: Number(rows[0]?.id), at };
}

/** Removes all files of a table; returns the number of the files and of their rows. */
export async function dropFiles(client: PoolClient, { id, at }: Drop, table: TableName) {
  const { rows } = await client.query<{ rows: string }>(
    `UPDATE lake_file SET removed_by = $1, removed_at = $2
     WHERE namespace = $3 AND table_name = $4 AND removed_by IS NULL RETURNING rows`,
    [id, at, table.namespace, table.name],
  );
  return { files: rows.length, rows: rows.reduce((sum, file) => sum + Number(file.rows), 0) };
}

/** Notifies the readers of the lake of a new commit. */
export async function notifyCommit(client: PoolClient, id: number): Promise<void> {
  await client.query("SELECT pg_notify('lake_commit', $1)", [String(id)]);
}
