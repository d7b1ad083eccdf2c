import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");
let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase("empty");
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.remove();
});

const RUN = "20261128T0401_executions_origin.sql";
const LATEST = "20261128T0402_saved-queries_saved-with.sql";

test("existing runs keep their purpose, their origin and their holder", async () => {
  const apply = (name: string) => client.query(readFileSync(join(MIGRATIONS, name), "utf8"));
  const before = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql") && name < RUN);
  for (const name of before.toSorted()) await apply(name);
  await client.query(
    `INSERT INTO user_account (id, name, email) VALUES ('u', 'U', 'u@example.org');
     INSERT INTO saved_query (id, name, sql, owner_id) VALUES (7, 'q', 'SELECT 1', 'u');
     INSERT INTO execution (id, user_id, role, sql, timeout_ms, state, claimed_by, lease_until, saved_query_id)
     SELECT gen_random_uuid(), 'u', 'viewer', sql, 1, state, claimed_by, CASE WHEN state = 'running' THEN now() END, saved
     FROM (VALUES
       ('/* for a page of the portal */ SELECT 1', 'finished', 'a/1', NULL::int),
       ('SELECT 2', 'finished', 'a/1', 7), ('SELECT 3', 'running', 'a/2', NULL),
       ('SELECT 4', 'queued', 'lost/1', NULL), ('SELECT 5', 'queued', NULL, NULL)
     ) AS old (sql, state, claimed_by, saved);
     UPDATE saved_query SET latest_execution_id = (SELECT id FROM execution WHERE sql = 'SELECT 2')`,
  );
  await apply(RUN);
  await apply(LATEST);
  const { rows } = await client.query({
    text: `SELECT purpose, origin_kind, origin_id, claimed_by, attempt, lease_token IS NOT NULL FROM execution
      ORDER BY right(sql, 1)`,
    rowMode: "array",
  });
  expect(rows).toEqual([
    ["portal", null, null, "a", 1, false],
    ["interactive", "saved_query", "7", "a", 1, false],
    ["interactive", null, null, "a", 2, true],
    ["interactive", null, null, null, 1, false],
    ["interactive", null, null, null, 0, false],
  ]);
  const saved = await client.query(
    "SELECT e.sql FROM saved_query q JOIN execution e ON e.id = q.saved_with_execution_id",
  );
  expect(saved.rows).toEqual([{ sql: "SELECT 2" }]);
});
