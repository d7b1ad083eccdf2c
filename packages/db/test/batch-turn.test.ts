import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../src/index.ts";
import { inBatchTurn } from "../src/lake/index.ts";

let testDatabase: TestDatabase;
let one: Database;
let other: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  one = openDatabase(testDatabase.url);
  other = openDatabase(testDatabase.url);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await testDatabase.remove();
});

/** Takes the turn and holds it until `finish` is called. */
async function hold(database: Database) {
  const { promise: end, resolve: finish } = Promise.withResolvers<string>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const done = inBatchTurn(database, () => {
    begin();
    return end;
  });
  await begun;
  return { done, finish };
}

test("one process has the turn, and another process gets it after its end", async () => {
  const held = await hold(one);
  expect(await inBatchTurn(other, async () => "done")).toBeNull();
  // A second call of the same process is refused, too, because it uses another connection.
  expect(await inBatchTurn(one, async () => "done")).toBeNull();
  held.finish("first");
  expect(await held.done).toBe("first");
  expect(await inBatchTurn(other, async () => "done")).toBe("done");
});

test("the turn ends when its work fails", async () => {
  const failing = inBatchTurn(one, () => Promise.reject(new Error("a bad file")));
  await expect(failing).rejects.toThrow("a bad file");
  expect(await inBatchTurn(other, async () => "done")).toBe("done");
});

test("the turn ends when its connection breaks, and the work and the pool go on", async () => {
  const held = await hold(one);
  await other.pool.query(
    // The databases of other test files are on the same server: their locks must stay.
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  await expect.poll(() => inBatchTurn(other, async () => "done")).toBe("done");
  held.finish("all the same");
  expect(await held.done).toBe("all the same");
  expect(await inBatchTurn(one, async () => "again")).toBe("again");
});
