import { getExecution } from "@headwater/db/executions";
import { getQuery, isLatestOfQuery, latestOfQueries } from "@headwater/db/saved-queries";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;

beforeAll(async () => {
  lab = await openQueryLab({ HEADWATER_QUERY_WORKERS: "2", HEADWATER_QUERY_THREADS: "1" });
  await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns: [
      { name: "submission_timestamp", type: { kind: "timestamp" } },
      { name: "country", type: { kind: "varchar" } },
    ],
    days: { "2026-03-01": "SELECT now()::TIMESTAMP AS submission_timestamp, 'DE' AS country" },
  });
});

afterAll(() => lab.close());

const ENDLESS =
  "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t";
// The engine does not check for a cancel during this function: only a kill ends the statement.
const UNINTERRUPTIBLE = "SELECT levenshtein(repeat('a', 60000), repeat('b', 60000))";

describe("parameters", () => {
  it("are bound as text with any content", async () => {
    const value = "'; DROP TABLE x; --";
    const { firstPage } = await lab.run("SELECT $a AS a, $b::INT + 1 AS b", {
      parameters: { a: value, b: "41" },
    });
    expect(firstPage?.rows).toEqual([[value, 42]]);
  });

  it("without a value are named in the error", async () => {
    const { execution } = await lab.run("SELECT $a");
    expect(execution.error).toEqual({
      code: "binder",
      message: "The parameter $a has no value. Give it one.",
    });
  });
});

describe("errors", () => {
  it.each([
    ["a typing error", "SELECT\n  selec 1", { code: "parse", line: 2, column: 9 }],
    [
      "an unknown column",
      "SELECT contry FROM shop.visit",
      {
        code: "binder",
        line: 1,
        column: 8,
        length: 6,
        candidates: expect.arrayContaining(["country"]),
      },
    ],
    [
      "an unknown column after an alias",
      "SELECT 'ä', v.contry FROM shop.visit v",
      { code: "binder", column: 15, length: 6, candidates: ["country"] },
    ],
    [
      "an unknown table",
      "SELECT *\nFROM shop.visits",
      { code: "catalog", line: 2, column: 6, length: 11, candidates: ["shop.visit_v1"] },
    ],
    ["a table without its namespace", "FROM visit_v1", { candidates: ["shop.visit_v1"] }],
    ["an unknown function", "SELECT cout(1)", { code: "catalog", column: 8 }],
    ["a value that can't be cast", "SELECT CAST($x AS INT)", { code: "runtime" }],
  ])("have a place and a message: %s", async (_, sql, expected) => {
    const { execution } = await lab.run(sql, { parameters: { x: "seven" } });
    expect(execution.state).toBe("failed");
    expect(execution.error).toMatchObject(expected);
    expect(execution.error?.message).not.toMatch(/LINE \d|exception_|\/tmp|Error:/);
  });

  it("count columns in UTF-16 units after letters of several bytes", async () => {
    const { execution } = await lab.run("SELECT 'äöü😀', nope FROM shop.visit");
    expect(execution.error).toMatchObject({ line: 1, column: 17 });
  });
});

describe("a cancelled execution", () => {
  it.each([
    ["whose engine checks for a cancel", ENDLESS],
    ["whose engine does not check for a cancel", UNINTERRUPTIBLE],
  ])("%s ends as cancelled", async (_, sql) => {
    const { id } = await lab.queue(sql, { timeoutMs: 60_000 });
    for (let after = 0; ; ) {
      const { execution, revision } = await lab.client.progress({
        executionId: id,
        after,
        waitMs: 5000,
      });
      if (execution.state === "running") break;
      after = revision;
    }
    await lab.client.cancel({ executionId: id });
    const { execution } = await lab.ended(id);
    expect(execution).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    expect((await lab.run("SELECT 1")).execution.state).toBe("finished");
  });
});

describe("a deadline", () => {
  it("ends an execution as timed out", async () => {
    const { execution } = await lab.run(ENDLESS, { timeoutMs: 300 });
    expect(execution).toMatchObject({ state: "timed_out", error: { code: "timeout" } });
  });
});

describe("a row limit", () => {
  it("stores that many rows and no more", async () => {
    const { execution } = await lab.run("FROM range(1000000)", { rowLimit: 3000 });
    expect(execution.rows).toBe(3000);
    const page = await lab.client.page({
      executionId: execution.id,
      request: { offset: 2990, limit: 100 },
    });
    expect(page).toMatchObject({ totalRows: 3000, complete: true });
    expect(page.rows).toHaveLength(10);
  });
});

describe("people", () => {
  it("do not block each other, even if a person has many queued statements", async () => {
    const greedy = await Promise.all(
      Array.from({ length: 200 }, (_, n) => lab.queue(`${ENDLESS} -- ${n}`, { user: "ann" })),
    );
    // No statement of ann ever ends, and the statement of bob runs nevertheless.
    const { execution } = await lab.run("SELECT 'mine'", { user: "bob" });
    expect(execution.state).toBe("finished");
    const states = await Promise.all(greedy.map(({ id }) => getExecution(lab.database, id)));
    expect(states.filter((one) => one?.state === "running").length).toBeGreaterThan(0);
    for (const { id } of greedy.toReversed()) await lab.client.cancel({ executionId: id });
    for (const { id } of greedy) expect((await lab.ended(id)).execution.state).toBe("cancelled");
  });
});

describe("a hundred identical statements at once", () => {
  it("run once, and another statement does not wait for them", async () => {
    const sql = "SELECT count(*) FROM range(300000000) t(i) WHERE hash(i) < 9";
    const users = ["ann", "bob", "vic", "ada"] as const;
    const queued = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const user = users[n % 4] ?? "ann";
        // A viewer has another security context and would get another result.
        return lab.queue(sql, { user: user === "vic" ? "bob" : user, timeoutMs: 60_000 });
      }),
    );
    const other = await lab.run("SELECT 'not the same'", { user: "vic" });
    expect(other.execution.state).toBe("finished");
    const states = await Promise.all(queued.map(({ id }) => getExecution(lab.database, id)));
    expect(states.every((one) => one?.state !== "finished")).toBe(true);
    const ends = await Promise.all(queued.map(({ id }) => lab.ended(id)));
    expect(new Set(ends.map(({ execution }) => execution.state))).toEqual(new Set(["finished"]));
    expect(new Set(ends.map(({ execution }) => execution.resultId)).size).toBe(1);
  });

  it("continue with the next one when the first one is cancelled", async () => {
    // The statement runs long enough that the cancel comes before its end on any machine.
    const sql = "SELECT count(*) + 1 FROM range(3000000000) t(i) WHERE hash(i) < 9";
    const [first, second] = [
      await lab.queue(sql, { timeoutMs: 100_000 }),
      await lab.queue(sql, { user: "bob", timeoutMs: 100_000 }),
    ];
    await lab.client.progress({ executionId: first.id, after: 1, waitMs: 5000 });
    await lab.client.cancel({ executionId: first.id });
    expect((await lab.ended(first.id)).execution.state).toBe("cancelled");
    const { execution } = await lab.ended(second.id);
    expect([execution.state, execution.resultId]).toEqual(["finished", second.id]);
  });
});

describe("an execution whose role was killed", () => {
  const orphan = async (attempt: number) => {
    const { id } = await lab.queue("SELECT 'again'", { user: "vic" });
    await lab.ended(id);
    await lab.database.pool.query(
      `INSERT INTO execution (id, user_id, role, sql, timeout_ms, state, claimed_by, attempt, lease_token, origin_kind, origin_id, lease_until)
       SELECT gen_random_uuid(), 'vic', 'viewer', 'SELECT 1 AS orphan', 5000, 'running', 'dead', $1, gen_random_uuid(), 'lab', '1', now() - interval '1 second'`,
      [attempt],
    );
    const { rows } = await lab.database.pool.query<{ id: string }>(
      "SELECT id FROM execution WHERE sql = 'SELECT 1 AS orphan' ORDER BY queued_at DESC LIMIT 1",
    );
    return rows[0]?.id ?? "";
  };

  it("is run once more", async () => {
    const { execution } = await lab.ended(await orphan(1));
    expect(execution.state).toBe("finished");
  });

  it("fails if that was its second attempt", async () => {
    const { execution } = await lab.ended(await orphan(2));
    expect(execution).toMatchObject({ state: "failed", error: { code: "unavailable" } });
  });
});

describe("validation", () => {
  const user = { id: "ann", role: "analyst" } as const;

  it.each([
    ["SELECT country FROM shop.visit", null],
    ["SELECT contry FROM shop.visit", "binder"],
    ["SELECT * FROM shop.nothing", "catalog"],
    ["SELECT FROM", "parse"],
    ["DROP TABLE x", "sql_not_allowed"],
    // The engine needs many seconds to evaluate this constant: a slow check is not an error.
    ["SELECT len(range(400000000))", null],
  ])("of %s", async (sql, code) => {
    expect((await lab.client.validate({ sql, user }))?.code ?? null).toBe(code);
  });

  it("sees a new table", async () => {
    await lab.addTable({
      namespace: "shop",
      name: "fresh_v1",
      columns: [{ name: "submission_timestamp", type: { kind: "timestamp" } }],
      days: {},
    });
    await lab.database.pool.query("NOTIFY schema_changed");
    await expect.poll(() => lab.client.validate({ sql: "FROM shop.fresh", user })).toBeNull();
  });
});

describe("the calls of the role", () => {
  it("return the kind of the sandbox", async () => {
    const status = await lab.client.status({});
    expect(["bubblewrap", "unshare", "process"]).toContain(status.sandbox);
    expect(status.workers).toBe(2);
  });

  it("list only functions that a statement may call", async () => {
    const names = new Set((await lab.client.functions({})).map(({ name }) => name));
    expect(names).toContain("date_trunc");
    expect(names).not.toContain("read_csv");
    expect(names).not.toContain("current_setting");
  });

  it.each([
    ["an unknown execution", "00000000-0000-4000-8000-000000000000", "not_found"],
    ["an invalid id", "nope", "invalid"],
  ])("refuse %s", async (_, id, code) => {
    await expect(lab.client.progress({ executionId: id })).rejects.toMatchObject({ code });
  });
});

test("the latest run of a saved query is its newest finished run; runs with parameters count only for the owner", async () => {
  const { rows } = await lab.database.pool.query<{ id: number }>(
    "INSERT INTO saved_query (name, sql, owner_id, updated_at) VALUES ('q', 'SELECT 1', 'ann', now()) RETURNING id",
  );
  const savedQueryId = rows[0]?.id ?? 0;
  const origin = { kind: SAVED_QUERY_ORIGIN, id: String(savedQueryId) };
  const latest = async () => {
    const query = await getQuery(lab.database, savedQueryId);
    return (await latestOfQueries(lab.database, [query])).get(savedQueryId);
  };
  const run = async (sql: string, options: Parameters<QueryLab["run"]>[1] = {}) =>
    (await lab.run(sql, { ...options, origin })).execution.id;
  const first = await run("SELECT 1");
  expect(await latest()).toBe(first);
  await run("SELECT nothing");
  await run("SELECT $a", { user: "ada", parameters: { a: "b" } });
  expect(await latest()).toBe(first);
  const own = await run("SELECT $a", { parameters: { a: "b" } });
  expect(await latest()).toBe(own);
  const anybodys = await run("SELECT 1", { user: "ada" });
  expect(await latest()).toBe(anybodys);
  expect(await isLatestOfQuery(lab.database, { id: anybodys, origin })).toBe(true);
  expect(await isLatestOfQuery(lab.database, { id: own, origin })).toBe(false);
});
