import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../src/index.ts";
import { inBatchTurn } from "../src/lake/index.ts";

let place: TestDatabase;
let one: Database;
let other: Database;

beforeAll(async () => {
  place = await createTestDatabase();
  one = openDatabase(place.url);
  other = openDatabase(place.url);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await place.remove();
});

/** Takes the turn and holds it until it is told to end. */
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

test("one process has the turn, and the next one when that has ended", async () => {
  const held = await hold(one);
  expect(await inBatchTurn(other, async () => "done")).toBeNull();
  // A second call of the same process is no exception: its connection is another one.
  expect(await inBatchTurn(one, async () => "done")).toBeNull();
  held.finish("first");
  expect(await held.done).toBe("first");
  expect(await inBatchTurn(other, async () => "done")).toBe("done");
});

test("work that fails gives its turn back", async () => {
  const failing = inBatchTurn(one, () => Promise.reject(new Error("a bad file")));
  await expect(failing).rejects.toThrow("a bad file");
  expect(await inBatchTurn(other, async () => "done")).toBe("done");
});

test("a connection that breaks gives the turn away, and spoils neither the work nor the pool", async () => {
  const held = await hold(one);
  await other.pool.query(
    // The server is shared with the databases of other files: their locks stay.
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  await expect.poll(() => inBatchTurn(other, async () => "done")).toBe("done");
  held.finish("all the same");
  expect(await held.done).toBe("all the same");
  expect(await inBatchTurn(one, async () => "again")).toBe("again");
});
