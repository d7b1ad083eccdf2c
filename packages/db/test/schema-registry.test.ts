import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../src/client.ts";
import { listen } from "../src/listen.ts";
import { openSchemaRegistry, SCHEMA_CHANNEL } from "../src/schemas/registry.ts";
import { openSchemaSource } from "../src/schemas/source.ts";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url);
});

beforeEach(async () => {
  await database.pool.query("TRUNCATE schema_version, lake_table");
});

afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

const user = { origin: "user", userId: null } as const;
const demo = { origin: "demo", userId: null } as const;
const visit = { namespace: "shop", docType: "visit", version: 1 };
const schemaOf = (...keys: string[]) =>
  JSON.stringify({
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, { type: "string" }])),
  });

async function tableColumns(name = "visit_v1"): Promise<string[]> {
  const { rows } = await database.pool.query(
    "SELECT columns, origin FROM lake_table WHERE namespace = 'shop' AND name = $1",
    [name],
  );
  return (rows[0]?.columns ?? []).map((column: { name: string }) => column.name);
}

test("a first version gets a table, and an additive change adds columns and raises the revision", async () => {
  const registry = openSchemaRegistry(database);
  expect(await registry.register(visit, schemaOf("a"), user)).toEqual({
    schema: "shop/visit/1",
    outcome: "registered",
  });
  expect(await registry.register(visit, schemaOf("a", "b"), user)).toMatchObject({
    outcome: "additive",
    added: ["b"],
  });
  expect(await registry.get(visit)).toMatchObject({ revision: 2, origin: "user" });
  expect(await tableColumns()).toEqual(expect.arrayContaining(["a", "b", "document_id"]));
});

test("a change that removes a column is refused with its path and changes nothing", async () => {
  const registry = openSchemaRegistry(database);
  await registry.register(visit, schemaOf("a", "b"), user);
  expect(await registry.register(visit, schemaOf("b"), user)).toMatchObject({
    outcome: "refused",
    reasons: [{ path: "a", reason: "the column would be removed" }],
  });
  expect(await registry.get(visit)).toMatchObject({ revision: 1, schema: schemaOf("a", "b") });
});

test("one bad file of an import does not stop the other files", async () => {
  const outcomes = await openSchemaRegistry(database).import(
    [
      { path: "schemas/shop/visit/visit.1.schema.json", text: schemaOf("a") },
      { path: "schemas/shop/cart/cart.1.schema.json", text: "{" },
      { path: "README.md", text: "" },
      { path: "schemas/shop/order/order.1.schema.json", text: schemaOf("a") },
    ],
    user,
  );
  expect(outcomes.map((one) => one.outcome)).toEqual([
    "registered",
    "refused",
    "refused",
    "registered",
  ]);
});

test("a dry run returns the outcome and changes nothing", async () => {
  const registry = openSchemaRegistry(database);
  const outcome = await registry.register(visit, schemaOf("a"), { ...user, dryRun: true });
  expect(outcome.outcome).toBe("registered");
  expect(await registry.list()).toEqual([]);
});

test("a byte order mark is not part of a schema", async () => {
  const registry = openSchemaRegistry(database);
  const marked = `\ufeff${schemaOf("a")}`;
  expect((await registry.register(visit, marked, user)).outcome).toBe("registered");
  expect(await registry.get(visit)).toMatchObject({ schema: schemaOf("a") });
  expect((await registry.register(visit, marked, user)).outcome).toBe("unchanged");
});

test("a schema that the validator can't compile is refused", async () => {
  const alternatives = (depth: number): object =>
    depth === 0 ? { type: "string" } : { not: { not: alternatives(depth - 1) } };
  const schema = JSON.stringify({
    properties: { a: { anyOf: Array.from({ length: 3000 }, () => alternatives(1)) } },
  });
  expect(await openSchemaRegistry(database).register(visit, schema, user)).toMatchObject({
    outcome: "refused",
    reasons: [{ reason: expect.stringMatching(/compile/) }],
  });
});

test("the outcome contains warnings about effects that the author may not expect", async () => {
  const registry = openSchemaRegistry(database);
  await registry.register({ ...visit, docType: "one" }, schemaOf("a"), user);
  const outcome = await registry.register(
    { namespace: "Shop", docType: "one-v1", version: 1 },
    schemaOf("fooBar", "foo_bar"),
    user,
  );
  expect(outcome).toMatchObject({
    outcome: "registered",
    warnings: [
      { reason: expect.stringContaining("namespace shop") },
      { reason: expect.stringContaining("shop.one_v1 is a table") },
      { path: "foo_bar" },
    ],
  });
});

test("two names that would share a table can't both be registered", async () => {
  const registry = openSchemaRegistry(database);
  await registry.register({ ...visit, docType: "page-view" }, schemaOf("a"), user);
  expect(
    await registry.register({ ...visit, docType: "pageView" }, schemaOf("a"), user),
  ).toMatchObject({
    outcome: "refused",
    reasons: [{ reason: "its table shop.page_view_v1 belongs to shop/page-view" }],
  });
});

test("two simultaneous registrations of the same first version register it once", async () => {
  const registry = openSchemaRegistry(database);
  const outcomes = await Promise.all([
    registry.register(visit, schemaOf("a"), user),
    registry.register(visit, schemaOf("a"), user),
  ]);
  expect(outcomes.map((one) => one.outcome).toSorted()).toEqual(["registered", "unchanged"]);
});

test("a schema that a user registered over the demo's keeps the origin `user`, also after the demo registers it again", async () => {
  const registry = openSchemaRegistry(database);
  await registry.register(visit, schemaOf("a"), demo);
  await registry.register(visit, schemaOf("a", "b"), user);
  await registry.register(visit, schemaOf("a", "b", "c"), demo);
  expect(await registry.list()).toEqual([expect.objectContaining({ ...visit, origin: "user" })]);
  expect(await tableColumns()).toContain("c");
});

test("a registration sends a notification, and a refreshed source finds the schema by any spelling", async () => {
  const listening = new AbortController();
  const notified = new Promise<void>((resolve) => {
    void listen(database, [SCHEMA_CHANNEL], {
      signal: listening.signal,
      onNotify: (_channel, payload) => payload === "shop/page-view/1" && resolve(),
    }).then(() =>
      openSchemaRegistry(database).register(
        { ...visit, docType: "page-view" },
        schemaOf("a"),
        user,
      ),
    );
  });
  const source = await openSchemaSource(database);
  await notified;
  await source.refresh();
  listening.abort();
  expect(source.find("shop", "pageView", "1")).toMatchObject({ docType: "page-view" });
  expect(source.find("shop", "page-view", "2")).toBeNull();
  expect(source.knows("shop", "page_view")).toBe(true);
  expect(source.knows("shop", "visit")).toBe(false);
});

test("a refreshed source knows all schemas, also without a notification, and keeps unchanged schemas as the same objects", async () => {
  const registry = openSchemaRegistry(database);
  await registry.register(visit, schemaOf("a"), user);
  const source = await openSchemaSource(database);
  const before = source.find("shop", "visit", "1");
  await database.pool.query(
    `INSERT INTO schema_version (namespace, doc_type, version, schema, columns) VALUES ('shop', 'cart', 1, '{}', '[]')`,
  );
  await source.refresh();
  const cart = source.find("shop", "cart", "1");
  expect(cart).not.toBeNull();
  expect(source.find("shop", "visit", "1")).toBe(before);
  await database.pool.query("DELETE FROM schema_version WHERE doc_type = 'cart'");
  await registry.register(visit, schemaOf("a", "b"), user);
  await source.refresh();
  expect(source.knows("shop", "cart")).toBe(false);
  expect(source.find("shop", "visit", "1")).toMatchObject({ revision: 2 });
});

test("two transactions that change the same tables alternately do not deadlock", async () => {
  const clients = await Promise.all([database.pool.connect(), database.pool.connect()]);
  const insert = (client: (typeof clients)[0], name: string) =>
    client.query("INSERT INTO lake_table (namespace, name, columns) VALUES ('shop', $1, '[]')", [
      name,
    ]);
  for (const client of clients) await client.query("BEGIN");
  await Promise.all(clients.map((client, at) => insert(client, `first_${at}`)));
  await Promise.all(clients.map((client, at) => insert(client, `second_${at}`)));
  await Promise.all(clients.map((client) => client.query("COMMIT")));
  for (const client of clients) client.release();
  const { rows } = await database.pool.query("SELECT name FROM lake_table");
  expect(rows).toHaveLength(4);
});
