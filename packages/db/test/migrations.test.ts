import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/embedded/index.ts";
import { migrate } from "../src/index.ts";
import { diffToModels } from "./schema-engine.ts";

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

test("migrations make exactly the tables of the Prisma models", async () => {
  const shadow = postgres.url.replace(/postgres$/, "shadow");
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query("CREATE DATABASE shadow");
  await client.end();
  expect(await diffToModels(shadow, "migrations")).toMatch(
    /^\s*(-- This is an empty migration\.)?\s*$/,
  );
});

test("every migration is applied once", async () => {
  expect((await migrate(postgres.url))[0]).toBe("0001_start.sql");
  expect(await migrate(postgres.url)).toEqual([]);
});
