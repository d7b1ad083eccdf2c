import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { LOCKS } from "./locks.ts";

/** A function, since a bundler that takes this file along has no folder for it. */
const migrationsDir = (): string => join(import.meta.dirname, "../../../prisma/migrations");

/** A host that swallows packets must not hold up the start without a word. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Applies the SQL files of `prisma/migrations` that this database has not seen, in name order, each in its own transaction. Returns the names applied. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCKS.migration]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      "SELECT name, checksum FROM schema_migration",
    );
    return await applyMissing(client, new Map(rows.map((row) => [row.name, row.checksum])));
  } finally {
    await client.end();
  }
}

async function applyMissing(client: Client, seen: ReadonlyMap<string, string>): Promise<string[]> {
  const applied: string[] = [];
  for (const { name, sql, checksum } of readMigrations()) {
    const known = seen.get(name);
    if (known === checksum) continue;
    if (known !== undefined)
      throw new Error(`Migration ${name} was changed after it was applied; add a new one instead.`);
    await client.query("BEGIN");
    try {
      await client.query(sql);
      await client.query("INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)", [
        name,
        checksum,
      ]);
      await client.query("COMMIT");
    } catch (cause) {
      await client.query("ROLLBACK");
      throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
    }
    applied.push(name);
  }
  return applied;
}

function readMigrations(): { name: string; sql: string; checksum: string }[] {
  return readdirSync(migrationsDir())
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(migrationsDir(), name), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}
