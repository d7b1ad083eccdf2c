import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/embedded/index.ts";
import { migrate } from "../src/index.ts";
import { sqlOfModels } from "./schema-engine.ts";

const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");
const dir = mkdtempSync(join(tmpdir(), "headwater-db-"));
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({
    dataDir: join(dir, "data"),
    passwordFile: join(dir, "password"),
  });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

// The official engine cannot read a live database through this adapter, so both sides are built and their catalogues compared.
test("migrations make exactly the tables of the Prisma models", async () => {
  const fromModels = await onDatabase("models", async (client, url) => {
    await client.query(await sqlOfModels(url));
    return catalogue(client);
  });
  const fromMigrations = await onDatabase("migrations", async (client, url) => {
    await migrate(url);
    return catalogue(client);
  });
  expect(fromMigrations).toEqual(fromModels);
  expect(fromModels.length).toBeGreaterThan(100);
});

test("every migration is applied once", async () => {
  expect((await migrate(postgres.url))[0]).toBe("0001_start.sql");
  expect(await migrate(postgres.url)).toEqual([]);
});

test("who is signed in stays so when tokens become hashes", async () => {
  const tokens = await onDatabase("tokens", async (client) => {
    await client.query(readFileSync(join(MIGRATIONS, "0001_start.sql"), "utf8"));
    await client.query(
      `INSERT INTO user_account (id, name, email) VALUES ('u', 'U', 'u@example.org')`,
    );
    await client.query(
      `INSERT INTO session (id, token, user_id, expires_at) VALUES ('s', 'a token', 'u', now() + interval '1 day')`,
    );
    await client.query(readFileSync(join(MIGRATIONS, "0008_session_token_hash.sql"), "utf8"));
    return (await client.query("SELECT token_hash FROM session")).rows;
  });
  const hash = createHash("sha256").update("a token").digest("hex");
  expect(tokens).toEqual([{ token_hash: hash }]);
});

async function onDatabase<T>(
  name: string,
  use: (client: Client, url: string) => Promise<T>,
): Promise<T> {
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = postgres.url.replace(/postgres$/, name);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client, url);
  } finally {
    await client.end();
  }
}

/** Columns, constraints and indexes as sorted lines, without checks of values: the models can't express those. */
async function catalogue(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT concat_ws(' ', 'column', c.table_name, c.column_name, c.udt_name, c.datetime_precision, c.is_nullable, c.column_default) AS line
    FROM information_schema.columns c WHERE c.table_schema = 'public'
    UNION ALL
    SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 'c', 't')
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1`);
  return rows.map((row) => row.line).filter((line) => !line.includes("schema_migration"));
}
