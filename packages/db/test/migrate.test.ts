import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { statementsOf } from "../src/migrate/files.ts";
import { migrate } from "../src/migrate.ts";

const NO_TRANSACTION = "-- headwater: no transaction";
let folder: string;
let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "headwater-migrations-"));
  database = await createTestDatabase("empty");
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.remove();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, ...lines: string[]) =>
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
const apply = () => migrate(database.url, folder);
const column = async (sql: string) =>
  (await client.query({ text: sql, rowMode: "array" })).rows.flat();
const recorded = () => column("SELECT name FROM schema_migration ORDER BY name");

describe("the order of migrations", () => {
  it("is the order of their names: numbered files come before dated files", async () => {
    write("20261128T0345_notes_b.sql", "INSERT INTO note VALUES ('b');");
    write("20261128T0344_notes_a.sql", "INSERT INTO note VALUES ('a');");
    write("0002_start.sql", "CREATE TABLE note (id text);");
    expect(await apply()).toEqual([
      "0002_start.sql",
      "20261128T0344_notes_a.sql",
      "20261128T0345_notes_b.sql",
    ]);
    expect(await column("SELECT id FROM note")).toEqual(["a", "b"]);
  });

  it("allows an older file that arrives after a younger file was applied", async () => {
    write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text);");
    write("20261130T1200_notes_more.sql", "ALTER TABLE note ADD COLUMN more text;");
    await apply();
    write("20261129T0900_people_zone.sql", "CREATE TABLE zone (id text);");
    write("20261129T0800_people_area.sql", "CREATE TABLE area (id text);");
    expect(await apply()).toEqual([
      "20261129T0800_people_area.sql",
      "20261129T0900_people_zone.sql",
    ]);
    expect(await apply()).toEqual([]);
    expect(await recorded()).toHaveLength(4);
  });

  it("refuses a change of an applied file", async () => {
    write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text);");
    await apply();
    write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text, more text);");
    await expect(apply()).rejects.toThrow("was changed after it was applied");
  });
});

describe("a migration in a transaction", () => {
  it("changes nothing if one of its statements fails", async () => {
    write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text);", "SELECT 1 / 0;");
    await expect(apply()).rejects.toThrow(
      "Migration 20261128T0345_notes_start.sql failed: division by zero",
    );
    expect(await recorded()).toEqual([]);
    expect(await column("SELECT to_regclass('note')")).toEqual([null]);
  });

  it("can't make an index concurrently", async () => {
    write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text);");
    write("20261128T0346_notes_index.sql", "CREATE INDEX CONCURRENTLY note_id ON note (id);");
    await expect(apply()).rejects.toThrow("cannot run inside a transaction block");
    expect(await recorded()).toEqual(["20261128T0345_notes_start.sql"]);
  });
});

const INDEX = [
  NO_TRANSACTION,
  "-- A crash may leave an invalid index, which IF NOT EXISTS would take for a good one.",
  "DROP INDEX CONCURRENTLY IF EXISTS note_id;",
  "",
  "CREATE UNIQUE INDEX CONCURRENTLY note_id ON note (id);",
];

describe("a migration without a transaction", () => {
  beforeEach(() => write("20261128T0345_notes_start.sql", "CREATE TABLE note (id text);"));
  const isValid = () =>
    column("SELECT indisvalid FROM pg_index WHERE indexrelid = 'note_id'::regclass");

  it("runs statements that can't run in a transaction, and is recorded", async () => {
    write("20261128T0346_notes_index.sql", ...INDEX);
    expect(await apply()).toHaveLength(2);
    expect(await isValid()).toEqual([true]);
    expect(await apply()).toEqual([]);
  });

  it("is applied again from its beginning if one of its statements failed", async () => {
    await apply();
    await client.query("INSERT INTO note VALUES ('a'), ('a')");
    write("20261128T0346_notes_index.sql", ...INDEX);
    await expect(apply()).rejects.toThrow("could not create unique index");
    expect(await isValid()).toEqual([false]);
    expect(await recorded()).toHaveLength(1);
    await client.query("DELETE FROM note");
    expect(await apply()).toEqual(["20261128T0346_notes_index.sql"]);
    expect(await isValid()).toEqual([true]);
  });

  it("keeps the effect of the statements before the failed statement", async () => {
    write(
      "20261128T0346_notes_rows.sql",
      NO_TRANSACTION,
      "INSERT INTO note VALUES ('kept');",
      "",
      "SELECT 1 / 0;",
    );
    await expect(apply()).rejects.toThrow("division by zero");
    expect(await column("SELECT id FROM note")).toEqual(["kept"]);
  });

  it("refuses two statements without an empty line between them", async () => {
    write("20261128T0346_notes_rows.sql", NO_TRANSACTION, "SELECT 1;", "SELECT 2;");
    await expect(apply()).rejects.toThrow("multiple commands");
  });

  it("is applied once by processes that start at the same time", async () => {
    write("20261128T0346_notes_index.sql", ...INDEX);
    const applied = await Promise.all([apply(), apply(), apply()]);
    expect(applied.flat().sort()).toEqual([
      "20261128T0345_notes_start.sql",
      "20261128T0346_notes_index.sql",
    ]);
  });
});

describe("the first line", () => {
  it.each(["-- headwater: without transaction", "-- Headwater: no transaction", "--headwater"])(
    "%s is refused",
    async (marker) => {
      write("20261128T0345_notes_start.sql", marker, "SELECT 1;");
      await expect(apply()).rejects.toThrow("its first line may only be");
    },
  );

  it("may be any other comment", async () => {
    write("20261128T0345_notes_start.sql", "-- Notes of people.", "CREATE TABLE note (id text);");
    expect(await apply()).toHaveLength(1);
  });
});

it("splits a file at its empty lines and leaves out paragraphs of comments", () => {
  const text = [
    NO_TRANSACTION,
    "",
    "-- why",
    "SELECT 1;",
    "  ",
    "",
    "SELECT",
    "  2;",
    "",
    "-- end",
    "",
  ];
  expect(statementsOf(text.join("\n"))).toEqual(["-- why\nSELECT 1;", "SELECT\n  2;"]);
  expect(statementsOf(text.join("\r\n"))).toHaveLength(2);
});
