import type { Purpose } from "@headwater/domain";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { TestClock } from "@headwater/testkit/clock";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  claimExecution,
  finishExecution,
  getExecution,
  listExecutions,
  recoverExecutions,
  releaseExecutions,
  renewLeases,
  requestCancel,
  startExecution,
} from "../src/executions/index.ts";
import { type Database, openDatabase } from "../src/index.ts";

const LEASE_MS = 10_000;
let testDatabase: TestDatabase;
let database: Database;
const clock = new TestClock();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { now: () => clock.now() });
  for (const id of ["ann", "bob"])
    await database.pool.query(
      "INSERT INTO user_account (id, name, email, role) VALUES ($1, $1, $1 || '@example.org', 'analyst')",
      [id],
    );
});
beforeEach(async () => {
  await database.pool.query("TRUNCATE execution");
});
afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

async function start(user: string, purpose: Purpose = "interactive"): Promise<string> {
  const { id } = await startExecution(database, {
    person: { id: user, role: "analyst" },
    purpose,
    sql: "SELECT 1",
    timeoutMs: 1000,
  });
  // Two executions of the same millisecond would have no defined order.
  clock.advance(1);
  return id;
}

const claim = (holder = "one", limits = { person: 9, batch: 9 }) =>
  claimExecution(database, { holder, limits, leaseMs: LEASE_MS });
const claimedId = async (...wanted: Parameters<typeof claim>) =>
  (await claim(...wanted))?.execution.id ?? null;
const ENDED = { state: "failed", error: { code: "runtime", message: "No." } } as const;

describe("the next execution", () => {
  test("is a person's, even if batch work has waited longer", async () => {
    const jobs = [await start("ann", "job"), await start("ann", "alert")];
    const own = await start("ann");
    const others = await start("bob", "dashboard");
    // After ann's execution comes bob's, because bob has fewer running executions.
    expect([await claimedId(), await claimedId(), await claimedId(), await claimedId()]).toEqual([
      own,
      others,
      ...jobs,
    ]);
  });

  test("is not batch work if only the share of people is left in this instance", async () => {
    const jobs = [await start("ann", "job"), await start("bob", "export")];
    const limits = { person: 9, batch: 1 };
    expect(await claimedId("one", limits)).toBe(jobs[0]);
    expect(await claimedId("one", limits)).toBeNull();
    const own = await start("ann");
    expect(await claimedId("one", limits)).toBe(own);
    // The limits of another instance are separate.
    expect(await claimedId("two", limits)).toBe(jobs[1]);
  });

  test("is not an execution of a person whose share of this instance is used up, without counting jobs", async () => {
    const [job, first, second] = [
      await start("ann", "job"),
      await start("ann"),
      await start("ann"),
    ];
    const limits = { person: 1, batch: 9 };
    expect(await claimedId("one", limits)).toBe(first);
    expect(await claimedId("one", limits)).toBe(job);
    expect(await claimedId("one", limits)).toBeNull();
    expect(await claimedId("two", limits)).toBe(second);
  });

  test("is given to only one of many simultaneous claims", async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => start("ann")));
    const claimed = await Promise.all(
      Array.from({ length: 12 }, (_, at) => claimedId(at % 2 === 0 ? "one" : "two")),
    );
    // With SKIP LOCKED a claim that finds a row locked takes the next row, or no row.
    const found = claimed.filter((id) => id !== null);
    expect(new Set(found).size).toBe(found.length);
    expect(ids).toEqual(expect.arrayContaining(found));
  });
});

describe("a lease", () => {
  test("that is not renewed expires, and the first holder's token is refused after the next claim", async () => {
    const id = await start("ann");
    const first = await claim("one");
    clock.advance(LEASE_MS + 1);
    expect(await recoverExecutions(database)).toBe(1);
    const second = await claim("two");
    expect(second?.execution.id).toBe(id);
    expect(second?.token).not.toBe(first?.token);
    const late = { id, token: first?.token ?? "" };
    expect(await finishExecution(database, late, ENDED)).toBeNull();
    const held = { id, token: second?.token ?? "" };
    expect(await finishExecution(database, held, ENDED)).toMatchObject({
      state: "failed",
      finishedAt: clock.now(),
    });
  });

  test("that is renewed in time does not expire", async () => {
    await start("ann");
    await claim("one");
    for (let round = 0; round < 3; round++) {
      clock.advance(LEASE_MS - 1);
      await renewLeases(database, { holder: "one", leaseMs: LEASE_MS });
      expect(await recoverExecutions(database)).toBe(0);
    }
  });

  test("that expires a second time ends the execution as failed", async () => {
    const id = await start("ann");
    for (const holder of ["one", "two"]) {
      expect(await claimedId(holder)).toBe(id);
      clock.advance(LEASE_MS + 1);
      await recoverExecutions(database);
    }
    expect(await claim("three")).toBeNull();
    expect(await getExecution(database, id)).toMatchObject({
      state: "failed",
      error: { code: "unavailable" },
    });
  });

  test("that its holder releases does not count as an attempt", async () => {
    const id = await start("ann");
    for (const holder of ["one", "two", "three"]) {
      expect(await claimedId(holder)).toBe(id);
      await releaseExecutions(database, holder);
    }
    expect(await claimedId("four")).toBe(id);
  });

  test("that expires after a request to cancel ends the execution as cancelled", async () => {
    const id = await start("ann");
    await claim("one");
    expect(await requestCancel(database, id)).toBe(false);
    expect(await renewLeases(database, { holder: "one", leaseMs: LEASE_MS })).toEqual([id]);
    clock.advance(LEASE_MS + 1);
    await recoverExecutions(database);
    expect((await getExecution(database, id))?.state).toBe("cancelled");
  });
});

test("people who may run only saved queries can't run a text of their own, and the audit log records the try", async () => {
  const own = {
    person: { id: "bob", role: "viewer" },
    purpose: "interactive",
    sql: "SELECT 'own'",
    timeoutMs: 1000,
  } as const;
  await expect(startExecution(database, own)).rejects.toMatchObject({ code: "forbidden" });
  const { rows } = await database.pool.query(
    "SELECT user_id, action, outcome, details->>'sql' AS sql FROM audit_event",
  );
  expect(rows).toEqual([
    { user_id: "bob", action: "query.run", outcome: "refused", sql: "SELECT 'own'" },
  ]);
  const origin = { kind: "saved_query", id: "7" };
  expect(await startExecution(database, { ...own, origin })).toMatchObject({ origin });
});

test("batch work does not fill a person's queue, and statements of the portal are not in the history", async () => {
  for (let count = 0; count < 25; count++) await start("ann", "job");
  const own = await start("ann");
  await start("ann", "portal");
  const history = await listExecutions(database, { userId: "ann", limit: 1 });
  expect(history.map(({ id, purpose, sourceId }) => [id, purpose, sourceId])).toEqual([
    [own, "interactive", "lake"],
  ]);
});
