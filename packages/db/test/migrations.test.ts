import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase } from "@headwater/testkit";
import { Client } from "pg";
import { beforeAll, expect, test } from "vitest";
import { migrate } from "../src/index.ts";
import { type CatalogueLine, disagreements, readCatalogue, tableFiles } from "./catalogue.ts";
import { sqlOfModels } from "./schema-engine.ts";

const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");

// The official engine can't read a live database through this adapter, so that the test builds two
// databases and compares their catalogues. The engine can't be started twice in one process.
let modelled: CatalogueLine[] = [];

beforeAll(async () => {
  modelled = await onEmptyDatabase(async (client, url) => {
    await client.query(await sqlOfModels(url));
    return readCatalogue(client);
  });
});

const fromMigrations = (more = "") =>
  onEmptyDatabase(async (client, url) => {
    await migrate(url);
    await client.query(more);
    return readCatalogue(client);
  });

test("migrations make exactly the tables of the Prisma models", async () => {
  expect(disagreements(await fromMigrations(), modelled, tableFiles())).toEqual([]);
  expect(modelled.length).toBeGreaterThan(100);
});

test("each model has a table, and each table has a model file", async () => {
  const tables = await onEmptyDatabase(async (client, url) => {
    await migrate(url);
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migration' ORDER BY 1",
    );
    return rows.map(({ name }) => name);
  });
  const files = tableFiles();
  expect([...files.keys()].sort()).toEqual(tables);
  expect(files.get("user_account")).toBe("people.prisma");
  expect(files.get("saved_query")).toBe("saved-queries.prisma");
});

test("a foreign key may be only in the migrations if it joins tables of two model files", async () => {
  const extra = async (sql: string) =>
    disagreements(await fromMigrations(sql), modelled, tableFiles());
  const key = (table: string, target: string) =>
    `ALTER TABLE ${table} ADD COLUMN other TEXT; ALTER TABLE ${table} ADD CONSTRAINT extra FOREIGN KEY (other) REFERENCES ${target}`;
  const column = "only in the migrations: column audit_event other text YES";
  expect(await extra(key("audit_event", "user_account(id)"))).toEqual([column]);
  expect(await extra(key("session", "user_account(id)"))).toEqual([
    "only in the migrations: column session other text YES",
    "only in the migrations: constraint session extra FOREIGN KEY (other) REFERENCES user_account(id)",
  ]);
});

test("every other difference between migrations and models is found", () => {
  const line = (text: string, foreignKey: CatalogueLine["foreignKey"] = null): CatalogueLine => ({
    line: text,
    foreignKey,
  });
  const files = new Map([
    ["note", "notes.prisma"],
    ["note_tag", "notes.prisma"],
    ["user_account", "people.prisma"],
  ]);
  const across = line("key", { from: "note", to: "user_account" });
  const within = line("key", { from: "note_tag", to: "note" });
  const unknown = line("key", { from: "note", to: "elsewhere" });
  expect(disagreements([across], [], files)).toEqual([]);
  expect(disagreements([across, line("a")], [line("a")], files)).toEqual([]);
  expect(disagreements([within], [], files)).toEqual(["only in the migrations: key"]);
  expect(disagreements([unknown], [], files)).toEqual(["only in the migrations: key"]);
  expect(disagreements([], [across], files)).toEqual(["only in the models: key"]);
  expect(disagreements([line("a")], [line("b")], files)).toEqual([
    "only in the models: b",
    "only in the migrations: a",
  ]);
});

test("every migration is applied once", async () => {
  await onEmptyDatabase(async (_client, url) => {
    expect((await migrate(url))[0]).toBe("0001_start.sql");
    expect(await migrate(url)).toEqual([]);
  });
});

test("people stay signed in when the migration replaces tokens by hashes", async () => {
  const tokens = await onEmptyDatabase(async (client) => {
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

async function onEmptyDatabase<T>(use: (client: Client, url: string) => Promise<T>): Promise<T> {
  const database = await createTestDatabase("empty");
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return await use(client, database.url);
  } finally {
    await client.end();
    await database.remove();
  }
}
