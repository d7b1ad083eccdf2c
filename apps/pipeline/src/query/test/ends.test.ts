import { closeSync, existsSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { finishExecution, getExecution, requestCancel } from "@headwater/db/executions";
import type { Execution } from "@headwater/domain";
import { systemClock } from "@headwater/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHandlers } from "../handlers.ts";
import { openLiveExecutions } from "../live-executions.ts";
import type { QueryContext } from "../query-context.ts";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;
let damaged: string;

beforeAll(async () => {
  lab = await openQueryLab({ HEADWATER_QUERY_WORKERS: "2", HEADWATER_QUERY_THREADS: "1" });
  const [file] = await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns: [
      { name: "submission_timestamp", type: { kind: "timestamp" } },
      { name: "n", type: { kind: "bigint" } },
    ],
    days: {
      "2026-03-01":
        "SELECT now()::TIMESTAMP AS submission_timestamp, (hash(i) % 1000000000000)::BIGINT AS n FROM range(1000000) t(i)",
    },
  });
  damaged = join(lab.config.paths.lake, file?.path ?? "");
});

afterAll(() => lab.close());

const ROWS_FOR_EVER = "SELECT i FROM range(20000000000) t(i)";

/**
 * Expects that no rows of a statement are left in its record, in its progress and on the disk.
 */
async function expectNoRows(execution: Execution): Promise<void> {
  const { firstPage } = await lab.client.progress({
    executionId: execution.id,
    after: 0,
    waitMs: 0,
  });
  expect(firstPage).toBeNull();
  expect(execution).toMatchObject({ rows: null, resultId: null, cacheKey: null, sizeBytes: null });
  expect(existsSync(join(lab.config.paths.results, execution.id))).toBe(false);
}

async function untilRows(id: string): Promise<void> {
  for (let after = 0; ; ) {
    const { firstPage, revision } = await lab.client.progress({
      executionId: id,
      after,
      waitMs: 5000,
    });
    if (firstPage !== null) return;
    after = revision;
  }
}

/**
 * Cancels a statement at a role whose worker has already ended: the abort has no effect any more,
 * and no end is recorded yet.
 */
async function cancelAtWork(id: string): Promise<void> {
  const execution = await getExecution(lab.database, id);
  if (execution === null) throw new Error("the execution does not exist");
  const live = openLiveExecutions();
  live.add(execution);
  const context = { clock: systemClock, database: lab.database, live } as QueryContext;
  await openHandlers(context, () => undefined).cancel(
    { executionId: id },
    new AbortController().signal,
  );
}

describe("a statement that is stopped while it produces rows", () => {
  it("at its time limit has timed out, and its rows answer no other statement", async () => {
    for (const user of ["ann", "bob"] as const) {
      const { execution } = await lab.run(ROWS_FOR_EVER, { user, timeoutMs: 1000 });
      expect(execution).toMatchObject({ state: "timed_out", error: { code: "timeout" } });
      await expectNoRows(execution);
    }
  });

  it.each([
    ["at the role", (id: string) => lab.client.cancel({ executionId: id })],
    [
      "in the database, while the role gets no notification",
      (id: string) => requestCancel(lab.database, id),
    ],
  ])("by a person %s is cancelled", async (_, cancel) => {
    const { id } = await lab.queue(ROWS_FOR_EVER, { timeoutMs: 60_000 });
    await untilRows(id);
    await cancel(id);
    const { execution } = await lab.ended(id);
    expect(execution).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    await expectNoRows(execution);
  });

  it("by a person after its end stays finished", async () => {
    const { execution } = await lab.run("SELECT 3");
    await lab.client.cancel({ executionId: execution.id });
    expect(await getExecution(lab.database, execution.id)).toEqual(execution);
    const page = await lab.client.page({
      executionId: execution.id,
      request: { offset: 0, limit: 1 },
    });
    expect(page).toMatchObject({ rows: [[3]], complete: true });
  });

  it("by a person just before its end is cancelled", async () => {
    const { rows } = await lab.database.pool.query<{ id: string; token: string }>(
      `INSERT INTO execution (id, user_id, role, sql, timeout_ms, state, claimed_by, lease_token, lease_until)
       VALUES (gen_random_uuid(), 'ann', 'analyst', 'SELECT 2', 5000, 'running', 'me', gen_random_uuid(), now() + interval '1 hour')
       RETURNING id, lease_token AS token`,
    );
    const { id, token } = rows[0] ?? { id: "", token: "" };
    await cancelAtWork(id);
    const end = {
      state: "finished" as const,
      columns: [],
      rows: 1,
      sizeBytes: 1,
      runtimeMs: 1,
      resultId: id,
      cacheKey: "key",
      manifestCommit: 1,
      tables: [],
    };
    const recorded = await finishExecution(lab.database, { id, token }, end);
    expect(recorded).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    expect(recorded).toMatchObject({ rows: null, resultId: null, cacheKey: null });
  });
});

describe("a statement that fails after a million rows", () => {
  it("has failed with the reason and the line", async () => {
    const sql =
      "SELECT 'ä',\n CASE WHEN i = 5000000 THEN CAST('x' || i AS INT) ELSE i END FROM range(10000000) t(i)";
    const { execution } = await lab.run(sql, { timeoutMs: 60_000 });
    expect(execution).toMatchObject({
      state: "failed",
      error: { code: "runtime", line: 2, message: expect.stringContaining("'x5000000'") },
    });
    await expectNoRows(execution);
  });

  it("because of a damaged file of the lake names the file", async () => {
    const before = await lab.run("SELECT n FROM shop.visit", { timeoutMs: 60_000 });
    expect(before.execution.rows).toBe(1_000_000);
    damage(damaged);
    const { execution } = await lab.run("SELECT n FROM shop.visit", { fresh: true });
    expect(execution).toMatchObject({ state: "failed", error: { code: "integrity" } });
    expect(execution.error?.message).toContain("visit_v1");
    await expectNoRows(execution);
  });

  it("because of a damaged result file ends the download with an error", async () => {
    const { execution } = await lab.run("SELECT hash(i) AS h FROM range(100000) t(i)");
    const folder = join(lab.config.paths.results, execution.resultId ?? "");
    for (const name of readdirSync(folder)) damage(join(folder, name));
    for (const format of ["json", "csv", "parquet"] as const) {
      const read = async () =>
        new Response(await lab.client.download({ executionId: execution.id, format })).text();
      await expect(read(), format).rejects.toThrow();
    }
  });
});

it("the database refuses rows of an execution that did not finish", async () => {
  const { execution } = await lab.run("SELECT nothing");
  const store = lab.database.pool.query("UPDATE execution SET rows = 1 WHERE id = $1", [
    execution.id,
  ]);
  await expect(store).rejects.toThrow("execution_rows_only_of_finished");
});

/** Overwrites bytes in the middle of a file: its size and its footer stay unchanged. */
function damage(path: string): void {
  const file = openSync(path, "r+");
  const { size } = statSync(path);
  writeSync(file, Buffer.alloc(Math.floor(size / 10), 0xa5), 0, undefined, Math.floor(size * 0.7));
  closeSync(file);
}
