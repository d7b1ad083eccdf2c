import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../src/index.ts";
import {
  type InstanceReport,
  listInstances,
  removeForgottenInstances,
  reportInstance,
} from "../src/stages/index.ts";

let testDatabase: TestDatabase;
let database: Database;
let now: Date;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { now: () => now });
});
beforeEach(() => database.pool.query("TRUNCATE stage_status"));
afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

const START = new Date("2026-03-02T10:00:00Z");
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

/** Opens a process that reports its state and keeps its instance name, as a role does. */
function openProcess(pid: number, startedAt = START, more: Partial<InstanceReport> = {}) {
  let instance: string | null = null;
  return async (state: string, at: Date, alive: readonly number[] = [1, 2, 3, 4, 5]) => {
    now = at;
    const details = [{ label: "Live files", value: pid, unit: "count" }] as const;
    const identity = { stage: "query", host: "here", pid, startedAt, metricsPort: 9000 + pid };
    instance = await reportInstance(
      database,
      { ...identity, instance, state, details, ...more },
      { isAlive: (one) => alive.includes(one) },
    );
    return instance;
  };
}

test("the report of an instance is read back unchanged", async () => {
  await openProcess(1)("degraded", after(1));
  expect(await listInstances(database)).toEqual([
    {
      stage: "query",
      instance: "query@here",
      host: "here",
      pid: 1,
      state: "degraded",
      metricsPort: 9001,
      details: [{ label: "Live files", value: 1, unit: "count" }],
      startedAt: START,
      at: after(1),
    },
  ]);
});

test("each running process has a row of its own and keeps it", async () => {
  const [one, other] = [openProcess(1), openProcess(2)];
  const elsewhere = openProcess(1, START, { host: "there" });
  expect(await one("starting", after(0))).toBe("query@here");
  expect(await other("starting", after(0))).toBe("query@here#2");
  expect(await elsewhere("starting", after(0))).toBe("query@there");
  expect(await other("running", after(2))).toBe("query@here#2");
  const states = (await listInstances(database)).map(({ state, at }) => [state, at]);
  expect(states).toEqual([
    ["starting", after(0)],
    ["running", after(2)],
    ["starting", after(0)],
  ]);
});

test("a new process takes the name of a process that has ended", async () => {
  await openProcess(1)("running", after(0));
  await openProcess(2)("running", after(0));
  expect(await openProcess(3, after(1))("starting", after(1), [2, 3])).toBe("query@here");
  expect((await listInstances(database)).map(({ pid }) => pid)).toEqual([3, 2]);
});

test("each of several processes that start at once gets a name of its own", async () => {
  const processes = [1, 2, 3, 4, 5].map((pid) => openProcess(pid));
  const names = await Promise.all(processes.map((report) => report("starting", after(0))));
  expect(names.toSorted()).toEqual([
    "query@here",
    "query@here#2",
    "query@here#3",
    "query@here#4",
    "query@here#5",
  ]);
});

test("only one of several processes gets the name of a process that has ended", async () => {
  await openProcess(9)("running", after(0));
  const processes = [1, 2, 3, 4, 5].map((pid) => openProcess(pid, after(1)));
  const names = await Promise.all(processes.map((report) => report("starting", after(1))));
  expect(new Set(names).size).toBe(5);
  expect(await listInstances(database)).toHaveLength(5);
});

test("a process that was silent while another took its name gets a new one", async () => {
  const paused = openProcess(1);
  await paused("running", after(0));
  const successor = openProcess(2, after(60));
  expect(await successor("running", after(60))).toBe("query@here");
  expect(await paused("running", after(61))).toBe("query@here#2");
  expect(await successor("running", after(62))).toBe("query@here");
});

test("rows of instances that have not reported for a long time are removed, the others stay", async () => {
  const day = 86_400;
  await openProcess(1)("running", after(0));
  await openProcess(2, after(5), { stage: "batch" })("stopped", after(5));
  await openProcess(3, after(7 * day))("running", after(7 * day), [1]);
  now = after(7 * day + 2);
  await removeForgottenInstances(database);
  const left = (await listInstances(database)).map(({ instance, pid }) => [instance, pid]);
  expect(left).toEqual([
    ["batch@here", 2],
    ["query@here", 3],
  ]);
  now = after(7 * day + 10);
  await removeForgottenInstances(database);
  expect((await listInstances(database)).map(({ instance }) => instance)).toEqual(["query@here"]);
});
