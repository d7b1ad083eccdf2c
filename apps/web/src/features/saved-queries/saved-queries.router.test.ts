import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@headwater/db";
import { getExecution, startExecution } from "@headwater/db/executions";
import { createUser } from "@headwater/db/people";
import type { Role } from "@headwater/domain/rights";
import { openQueryClient } from "@headwater/query/client";
import { loadConfig, openLogger } from "@headwater/runtime";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBodyBudget } from "../../server/body-budget.ts";
import { appRouter } from "../../server/root.ts";
import { BODIES, openPortalTurns } from "../../server/runtime.ts";
import { createCallerFactory } from "../../server/trpc.ts";

const home = mkdtempSync(join(tmpdir(), "headwater-queries-"));
const createCaller = createCallerFactory(appRouter);
let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await createTestDatabase();
  database = openDatabase(place.url);
});

afterAll(async () => {
  await database.close();
  await place.remove();
  rmSync(home, { recursive: true, force: true });
});

/** The procedures for a person of the given role, while no query role runs. */
async function as(name: string, role: Role) {
  const email = `${name}@example.org`;
  const { id } =
    (await database.prisma.user.findUnique({ where: { email } })) ??
    (await createUser(database, { email, name, role }));
  return createCaller({
    config: loadConfig({ HEADWATER_HOME: home }),
    logger: openLogger("test", "fatal"),
    query: openQueryClient(join(home, "nobody.sock")),
    database,
    healthDatabase: database,
    viewer: { id, name, email, role, by: "cookie" },
    requestId: "test",
    gone: new AbortController().signal,
    headers: new Headers(),
    answerHeaders: new Headers(),
    turns: openPortalTurns(),
    bodies: openBodyBudget(BODIES),
  });
}

const mapping = { type: "line", x: "day", y: ["n"], series: null, aggregate: "none" } as const;

test("a query is saved, found by a word of its SQL, and read back with its charts", async () => {
  const ada = await as("ada", "analyst");
  const saved = await ada.queries.create({
    name: "Daily users",
    sql: "SELECT count(DISTINCT zebra_id) FROM t",
    tags: ["core"],
    charts: [{ name: "Users", mapping }],
  });
  for (const search of ["ZEBRA_id", "daily users", `#${saved.id}`])
    expect((await ada.queries.list({ search })).queries.map((one) => one.id)).toEqual([saved.id]);
  expect((await ada.queries.list({ search: "zebra missing" })).count).toBe(0);
  expect((await ada.queries.list({ tags: ["core", "other"] })).count).toBe(0);
  const read = await ada.queries.get({ id: saved.id });
  expect(read).toMatchObject({ name: "Daily users", version: 1, canEdit: true });
  expect(read.visualizations[0]).toMatchObject({
    name: "Users",
    type: "line",
    options: { x: "day" },
  });
});

test("when two saves change the same version, the later one is refused as a conflict", async () => {
  const ada = await as("ada", "analyst");
  const { id, version } = await ada.queries.create({ name: "Race", sql: "SELECT 1" });
  const both = await Promise.allSettled([
    ada.queries.save({ id, version, sql: "SELECT 2" }),
    ada.queries.save({ id, version, sql: "SELECT 3" }),
  ]);
  expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(both.find((one) => one.status === "rejected")).toMatchObject({
    reason: { code: "CONFLICT" },
  });
  expect((await ada.queries.get({ id })).version).toBe(2);
  expect((await ada.queries.save({ id, version: null, sql: "SELECT 4" })).version).toBe(3);
});

test("a save changes only the fields that were sent", async () => {
  const ada = await as("ada", "analyst");
  const kept = { name: "Kept", description: "Of each day", tags: ["core"] };
  const { id, version } = await ada.queries.create({ ...kept, sql: "SELECT 1" });
  await ada.queries.save({ id, version, sql: "SELECT 2" });
  expect(await ada.queries.get({ id })).toMatchObject({ ...kept, sql: "SELECT 2" });
  await ada.queries.save({ id, version: null, description: "", tags: [] });
  expect(await ada.queries.get({ id })).toMatchObject({
    name: "Kept",
    description: "",
    sql: "SELECT 2",
    tags: [],
  });
});

test("only the owner and admins may change a query, and viewers may not save", async () => {
  const ada = await as("ada", "analyst");
  const { id } = await ada.queries.create({ name: "Mine", sql: "SELECT 1" });
  const bob = await as("bob", "analyst");
  await expect(bob.queries.save({ id, version: 1, sql: "SELECT 2" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(
    bob.queries.createVisualization({ queryId: id, name: "x", mapping }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await bob.queries.get({ id })).canEdit).toBe(false);
  const viewer = await as("vic", "viewer");
  await expect(viewer.queries.create({ name: "No", sql: "SELECT 1" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await (await as("root", "admin")).queries.save({ id, version: 1, name: "Admin's name" });
  expect((await ada.queries.get({ id })).name).toBe("Admin's name");
});

test("an archived query is in no list until it is restored", async () => {
  const ada = await as("ada", "analyst");
  const { id } = await ada.queries.create({ name: "Unwanted quokka", sql: "SELECT 1" });
  await ada.queries.archive({ id });
  expect((await ada.queries.list({ search: "quokka" })).count).toBe(0);
  expect((await ada.queries.list({ search: "quokka", archived: true })).count).toBe(1);
  await ada.queries.restore({ id });
  expect((await ada.queries.list({ search: "quokka" })).count).toBe(1);
});

test("charts are added, changed and deleted", async () => {
  const ada = await as("ada", "analyst");
  const { id } = await ada.queries.create({ name: "Charts", sql: "SELECT 1" });
  const chart = await ada.queries.createVisualization({ queryId: id, name: "One", mapping });
  await ada.queries.updateVisualization({
    id: chart.id,
    name: "Two",
    mapping: { ...mapping, type: "bar" },
  });
  expect((await ada.queries.get({ id })).visualizations).toMatchObject([
    { name: "Two", type: "bar" },
  ]);
  await ada.queries.deleteVisualization({ id: chart.id });
  expect((await ada.queries.get({ id })).visualizations).toEqual([]);
});

test("a run is recorded and stays queued while no query role runs", async () => {
  const ada = await as("ada", "analyst");
  const { execution, firstPage } = await ada.sql.run({ sql: "SELECT 1", rowLimit: 1000 });
  expect(execution.state).toBe("queued");
  expect(firstPage).toBeNull();
  expect((await getExecution(database, execution.id))?.rowLimit).toBe(1000);
  expect((await ada.sql.history({ savedQueryId: null }))[0]?.id).toBe(execution.id);
});

test("a statement that the portal runs for a page is not in the viewer's history", async () => {
  const eve = await as("eve", "analyst");
  const { execution } = await eve.sql.run({ sql: "FROM pipeline.rejected", rowLimit: 10 });
  const userId = (
    await database.prisma.user.findUniqueOrThrow({ where: { email: "eve@example.org" } })
  ).id;
  await startExecution(database, {
    person: { id: userId, role: "analyst" },
    purpose: "portal",
    sql: "FROM pipeline.rejected",
    timeoutMs: 1000,
  });
  expect((await eve.sql.history({ savedQueryId: null })).map(({ id }) => id)).toEqual([
    execution.id,
  ]);
});

test("only the author and admins can see or cancel a run", async () => {
  const ada = await as("ada", "analyst");
  const { execution } = await ada.sql.run({ sql: "SELECT 2", rowLimit: null });
  const ask = { executionId: execution.id, waitMs: 0 };
  const missing = { code: "NOT_FOUND" };
  for (const other of [await as("vic", "viewer"), await as("bob", "analyst")]) {
    await expect(other.sql.progress(ask)).rejects.toMatchObject(missing);
    const page = { ...ask, offset: 0, limit: 10 };
    await expect(other.sql.page(page)).rejects.toMatchObject(missing);
    await expect(other.sql.cancel(ask)).rejects.toMatchObject(missing);
  }
  const admin = await as("root", "admin");
  expect((await admin.sql.progress(ask)).execution.id).toBe(execution.id);
});

test("the saved result of a query is visible to people who may read its tables", async () => {
  const ada = await as("ada", "analyst");
  const seen = async (tables: readonly string[] | null) => {
    const { execution } = await ada.sql.run({ sql: "SELECT 1", rowLimit: null });
    const { id: executionId } = execution;
    const { id } = await ada.queries.create({ name: "Noted", sql: "SELECT 1", executionId });
    await database.pool.query(
      "UPDATE execution SET state = 'finished', tables = $2 WHERE id = $1",
      [executionId, tables],
    );
    const people = [await as("bob", "analyst"), await as("vic", "viewer")];
    const latest = await Promise.all(people.map((one) => one.queries.get({ id })));
    const rows = await Promise.allSettled(
      people.map((one) => one.sql.progress({ executionId, waitMs: 0 })),
    );
    return people.map((_, at) => [
      latest[at]?.latestExecutionId === executionId,
      rows[at]?.status === "fulfilled",
    ]);
  };
  const yes = [true, true];
  const no = [false, false];
  expect(await seen(["shop.visit_v1"])).toEqual([yes, yes]);
  expect(await seen(["shop.visit_v1", "pipeline.rejected"])).toEqual([yes, no]);
  // The run is not planned yet, so its tables are unknown.
  expect(await seen(null)).toEqual([yes, no]);
});

test("a person who lost a role no longer sees the runs that needed this role", async () => {
  const name = "eve";
  const before = await as(name, "analyst");
  const seen = async (tables: readonly string[]) => {
    const { execution } = await before.sql.run({ sql: "SELECT 1", rowLimit: null });
    await database.pool.query("UPDATE execution SET tables = $2 WHERE id = $1", [
      execution.id,
      tables,
    ]);
    const now = await as(name, "viewer");
    const look = now.sql.progress({ executionId: execution.id, waitMs: 0 });
    return look.then(
      () => true,
      () => false,
    );
  };
  expect(await seen(["shop.visit_v1"])).toBe(true);
  expect(await seen(["pipeline.rejected"])).toBe(false);
});

test("the earlier run of a query is hidden once the query is saved with a newer run", async () => {
  const ada = await as("ada", "analyst");
  const bob = await as("bob", "analyst");
  const runs = await Promise.all(
    [1, 2].map((n) => ada.sql.run({ sql: `SELECT ${n}`, rowLimit: null })),
  );
  const [first = "", second = ""] = runs.map(({ execution }) => execution.id);
  const query = { name: "Twice", sql: "SELECT 1", executionId: first };
  const { id } = await ada.queries.create(query);
  const look = () => bob.sql.progress({ executionId: first, waitMs: 0 });
  expect((await look()).execution.id).toBe(first);
  await ada.queries.save({ id, version: null, executionId: second });
  await expect(look()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a save with a run that the viewer may not see changes nothing", async () => {
  const admin = await as("root", "admin");
  const { execution } = await admin.sql.run({ sql: "SELECT 1", rowLimit: null });
  const ada = await as("ada", "analyst");
  const { id } = await ada.queries.create({ name: "Untouched", sql: "SELECT 1" });
  const refused = { code: "NOT_FOUND" };
  await expect(
    ada.queries.save({ id, version: 1, sql: "SELECT 2", executionId: execution.id }),
  ).rejects.toMatchObject(refused);
  expect(await ada.queries.get({ id })).toMatchObject({ sql: "SELECT 1", version: 1 });
  await expect(
    ada.queries.create({ name: "Half platypus", sql: "SELECT 1", executionId: execution.id }),
  ).rejects.toMatchObject(refused);
  expect((await ada.queries.list({ search: "platypus" })).count).toBe(0);
});

test.each([
  ["a page too large", { pageSize: 251 }],
  ["a page below one", { page: 0 }],
  ["an unknown order", { order: "owner" as "name" }],
])("%s is refused", async (_name, input) => {
  const ada = await as("ada", "analyst");
  await expect(ada.queries.list(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("the tree names the pipeline's own tables, and the rejected table only to people who may read it", async () => {
  const names = async (role: Role) =>
    (await (await as(`tree-${role}`, role)).sql.tree()).map((table) => table.name);
  expect(await names("analyst")).toContain("pipeline.rejected");
  expect(await names("viewer")).toEqual(["pipeline.accounting"]);
});

test("parameters must have names that SQL allows, and their number and length are limited", async () => {
  const ada = await as("ada", "analyst");
  const run = (parameters: Record<string, string>) =>
    ada.sql.run({ sql: "SELECT $a", rowLimit: null, parameters });
  const { execution } = await run({ a: "x" });
  expect(execution.parameters).toEqual({ a: "x" });
  expect((await run({ größe: "x" })).execution.parameters).toEqual({ größe: "x" });
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, ""]));
  for (const wrong of [
    { "a b": "x" },
    { "a.b": "x" },
    { "a-b": "x" },
    { "1": "x" },
    { a: "x".repeat(10_001) },
    many,
  ])
    await expect(run(wrong)).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
