import { getExecution } from "@headwater/db/executions";
import { AppError, MOST_QUEUED } from "@headwater/domain";
import type { QueryClient } from "@headwater/query/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runStatement } from "../run-statement.ts";
import { runtime } from "../runtime.ts";
import { openPortalLab, type PortalLab } from "./portal-lab.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

/** A query role without a free worker: queued statements stay queued. */
const busy = (): QueryClient => ({
  ...runtime().query,
  async progress({ executionId, waitMs = 0 }) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, 50)));
    const execution = await getExecution(lab.database, executionId);
    if (execution === null) throw new AppError("not_found", "There is no such execution.");
    return { execution, firstPage: null, progress: null, revision: 0 };
  },
});
const analyst = async () => ({ id: (await lab.person("analyst")).id, role: "analyst" as const });
const statesOf = async (userId: string) =>
  (await lab.database.prisma.execution.findMany({ where: { userId } })).map(({ state }) => state);
const context = (gone = new AbortController().signal) => ({
  database: lab.database,
  query: busy(),
  gone,
});

test("a page's statement that is not run in time ends with advice and leaves no queued statement", async () => {
  const viewer = await analyst();
  const run = runStatement(context(), viewer, { sql: "SELECT 1", rowLimit: 1, timeoutMs: 200 });
  await expect(run).rejects.toMatchObject({
    code: "query_timeout",
    message: expect.stringContaining("cancel some"),
  });
  expect(await statesOf(viewer.id)).toEqual(["cancelled"]);
});

test("a page's statement is cancelled when its client no longer waits", async () => {
  const viewer = await analyst();
  const gone = AbortSignal.timeout(100);
  const limits = { rowLimit: 1, timeoutMs: 3_600_000 };
  const run = runStatement(context(gone), viewer, { sql: "SELECT 1", ...limits });
  await expect(run).rejects.toThrow("no longer waits");
  expect(await statesOf(viewer.id)).toEqual(["cancelled"]);
});

test("a page's statement counts toward the limit of the person's queued statements", async () => {
  const viewer = await analyst();
  const leaving = new AbortController();
  const limits = { rowLimit: 1, timeoutMs: 3_600_000 };
  const refusals: unknown[] = [];
  const runs = Array.from({ length: MOST_QUEUED + 5 }, () =>
    runStatement(context(leaving.signal), viewer, { sql: "SELECT 1", ...limits }).catch(
      (error: AppError) => refusals.push(error.code),
    ),
  );
  const isQueued = (states: readonly string[]) => states.length === MOST_QUEUED;
  await expect.poll(() => refusals).toEqual(Array(5).fill("queue_full"));
  expect(await statesOf(viewer.id)).toSatisfy(isQueued);
  leaving.abort();
  await Promise.all(runs);
  expect(refusals).toHaveLength(MOST_QUEUED + 5);
  expect(await statesOf(viewer.id)).toEqual(Array(MOST_QUEUED).fill("cancelled"));
});

test("without a query role a page's statement fails at once and does not run later", async () => {
  const viewer = await analyst();
  const away = { ...context(), query: runtime().query };
  await expect(runStatement(away, viewer, { sql: "SELECT 1", rowLimit: 1 })).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(await statesOf(viewer.id)).toEqual(["cancelled"]);
});
