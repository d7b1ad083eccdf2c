import { getExecutionReads } from "@headwater/db/executions";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;
const TIMES = [{ name: "submission_timestamp", type: { kind: "timestamp" } }] as const;
const SECRET = "SELECT error_message FROM pipeline.rejected";

beforeAll(async () => {
  lab = await openQueryLab({ HEADWATER_QUERY_WORKERS: "2", HEADWATER_QUERY_THREADS: "1" });
  const now = "now()::TIMESTAMP AS submission_timestamp";
  await lab.addTable({
    namespace: "pipeline",
    name: "rejected",
    columns: [...TIMES, { name: "error_message", type: { kind: "varchar" } }],
    days: { "2026-03-01": `SELECT ${now}, 'secret' AS error_message` },
  });
  await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns: TIMES,
    days: { "2026-03-01": `SELECT ${now}` },
  });
});

afterAll(() => lab.close());

describe("a viewer", () => {
  it.each([
    SECRET,
    "FROM PIPELINE.Rejected",
    'SELECT * FROM "pipeline"."rejected"',
    "DESCRIBE pipeline.rejected",
    "SUMMARIZE pipeline.rejected",
    "EXPLAIN FROM pipeline.rejected",
    "WITH rejected AS (FROM pipeline.rejected) FROM rejected",
    "SELECT (SELECT max(error_message) FROM pipeline.rejected) FROM shop.visit",
    "FROM shop.visit POSITIONAL JOIN pipeline.rejected",
    "FROM shop.visit UNION ALL BY NAME FROM pipeline.rejected",
    "SELECT COLUMNS(*) FROM shop.visit, LATERAL (FROM pipeline.rejected)",
  ])("can't read the table of rejected pings: %s", async (sql) => {
    const { execution, firstPage } = await lab.run(sql, { user: "vic" });
    expect(execution).toMatchObject({ state: "failed", error: { code: "catalog" } });
    expect(firstPage).toBeNull();
    expect(execution.error?.candidates ?? []).not.toContain("pipeline.rejected");
  });

  it("gets no stored result of a person with more rights", async () => {
    const { execution, firstPage } = await lab.run(SECRET, { user: "ann" });
    expect(firstPage?.rows).toEqual([["secret"]]);
    const cached = await lab.run(SECRET, { user: "ada" });
    expect(cached.execution.resultId).toBe(execution.id);
    expect((await lab.run(SECRET, { user: "vic" })).execution.error?.code).toBe("catalog");
  });

  it("does not find the table in the check of a statement or in its completion", async () => {
    const labels = async (role: "viewer" | "analyst") =>
      (
        await lab.client.complete({ sql: "FROM pipeline.", cursor: 14, user: { id: "x", role } })
      ).map((one) => one.label);
    expect(await labels("analyst")).toContain("rejected");
    expect(await labels("viewer")).toEqual(["accounting"]);
    const check = (role: "viewer" | "analyst") =>
      lab.client.validate({ sql: SECRET, user: { id: "x", role } });
    expect(await check("analyst")).toBeNull();
    expect((await check("viewer"))?.code).toBe("catalog");
  });
});

test("an execution records the tables that it read, also if its result comes from the cache", async () => {
  for (const fresh of [true, false]) {
    const { execution } = await lab.run("FROM shop.visit, pipeline.accounting", { fresh });
    expect(execution.state).toBe("finished");
    expect(await getExecutionReads(lab.database, execution.id)).toEqual({
      role: "analyst",
      tables: ["shop.visit_v1", "pipeline.accounting"],
    });
  }
  const { execution } = await lab.run("SELECT 1");
  expect((await getExecutionReads(lab.database, execution.id))?.tables).toEqual([]);
});
