import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { LOCKS } from "./locks.ts";
import { type Migration, readMigrations, statementsOf } from "./migrate/files.ts";

const LOCK_RETRY_MS = 100;

/** A host that drops packets must not block the start without a message. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Applies the migrations that this database lacks, in the order of their names, and returns the
 * names of the applied migrations. A file that is older than applied files is applied, too, because
 * branches land in any order.
 */
export async function migrate(databaseUrl: string, folder?: string): Promise<string[]> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await lockMigrations(client);
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    return await applyMissing(client, readMigrations(folder));
  } finally {
    await client.end();
  }
}

// A process that waits inside of `pg_advisory_lock` has a running statement, and CREATE INDEX
// CONCURRENTLY of the process with the lock would wait for the end of that statement: a deadlock.
async function lockMigrations(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ isLocked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isLocked"',
      [LOCKS.migration],
    );
    if (rows[0]?.isLocked === true) return;
    await sleep(LOCK_RETRY_MS);
  }
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT name, checksum FROM schema_migration",
  );
  const seen = new Map(rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const { name, checksum, mode } = migration;
    const known = seen.get(name);
    if (known === checksum) continue;
    if (known !== undefined)
      throw new Error(`Migration ${name} was changed after it was applied; add a new one instead.`);
    const apply = mode === "transaction" ? applyInTransaction : applyByStatement;
    try {
      await apply(client, migration);
    } catch (cause) {
      throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
    }
    applied.push(name);
  }
  return applied;
}

async function applyInTransaction(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await record(client, migration);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

// The record comes last: a crash on the way means that the next start applies the whole file again.
async function applyByStatement(client: Client, migration: Migration): Promise<void> {
  for (const text of statementsOf(migration.sql)) {
    // In this mode PostgreSQL refuses two statements in one text, which would share a transaction.
    const statement = { text, queryMode: "extended" };
    await client.query(statement);
  }
  await record(client, migration);
}

async function record(client: Client, { name, checksum }: Migration): Promise<void> {
  await client.query("INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)", [
    name,
    checksum,
  ]);
}
