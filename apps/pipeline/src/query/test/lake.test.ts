import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LakeFile } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;
let files: LakeFile[];

const columns = [
  { name: "document_id", type: { kind: "varchar" } },
  { name: "submission_timestamp", type: { kind: "timestamp" } },
  { name: "country", type: { kind: "varchar" } },
  { name: "amount", type: { kind: "bigint" } },
  { name: "never", type: { kind: "double" } },
] as const;

const day = (date: string, more: string, rows: number) =>
  `SELECT '${date}-' || i AS document_id, TIMESTAMP '${date} 10:00:00' AS submission_timestamp, ${more} i AS amount FROM range(${rows}) t(i)`;

beforeAll(async () => {
  lab = await openQueryLab({ HEADWATER_QUERY_WORKERS: "2" });
  files = await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns,
    days: {
      "2026-03-01": day("2026-03-01", "'DE' AS country,", 10),
      "2026-03-02": day("2026-03-02", "", 5),
    },
  });
  await lab.addTable({
    namespace: "shop",
    name: "visit_v2",
    columns,
    days: { "2026-03-03": day("2026-03-03", "", 1) },
  });
  await lab.addTable({ namespace: "shop", name: "order_v1", columns, days: {} });
});

afterAll(() => lab.close());

const rowsOf = async (sql: string, options?: Parameters<QueryLab["run"]>[1]) => {
  const { execution, firstPage } = await lab.run(sql, options);
  expect(execution.error).toBeNull();
  return firstPage?.rows;
};

describe("tables", () => {
  it("have the rows of all files with all columns and with the submission date", async () => {
    expect(
      await rowsOf(
        "SELECT submission_date, country, count(*) AS n, sum(amount) AS total, max(never) AS never FROM shop.visit_v1 GROUP BY ALL ORDER BY 1",
      ),
    ).toEqual([
      ["2026-03-01", "DE", 10, 45, null],
      ["2026-03-02", null, 5, 10, null],
    ]);
  });

  it("have their columns in the order of the definition", async () => {
    const { firstPage } = await lab.run("FROM Shop.VISIT_V1 LIMIT 1");
    expect(firstPage?.columns.map(({ name, type, kind }) => [name, type, kind])).toEqual([
      ["document_id", "VARCHAR", "text"],
      ["submission_timestamp", "TIMESTAMP", "time"],
      ["submission_date", "DATE", "time"],
      ["country", "VARCHAR", "text"],
      ["amount", "BIGINT", "number"],
      ["never", "DOUBLE", "number"],
    ]);
  });

  it("without a version in the name are the newest version", async () => {
    expect(await rowsOf("SELECT count(*) FROM shop.visit")).toEqual([[1]]);
  });

  it("without rows are empty and have typed columns", async () => {
    const { firstPage } = await lab.run("FROM shop.order");
    expect(firstPage?.rows).toEqual([]);
    expect(firstPage?.columns).toHaveLength(6);
  });

  it("read only the files of the requested days", async () => {
    const rows = await rowsOf(
      "EXPLAIN SELECT count(*) FROM shop.visit_v1 WHERE submission_date = DATE '2026-03-02'",
    );
    // The seed and the file of the other day are not read.
    expect(String(rows?.[0]?.[1])).toContain("Scanning Files: 1/3");
  });

  it("of the pipeline exist from the start", async () => {
    await lab.database.pool.query(
      "INSERT INTO accounting VALUES ('2026-03-01T10:00:00Z', 'shop', 'visit', '1', 3, 1, 1, 1, 0)",
    );
    expect(await rowsOf("SELECT count(*) FROM pipeline.rejected")).toEqual([[0]]);
    expect(await rowsOf("FROM pipeline.accounting")).toEqual([
      ["2026-03-01T10:00:00Z", "shop", "visit", "1", 3, 1, 1, 1, 0, 0],
    ]);
  });
});

// The lab changes the tables with SQL and sends no notification, as if a notification were lost.
describe("a change of the catalogue", () => {
  const person = { id: "ann", role: "analyst" } as const;
  const complete = async (sql: string) =>
    (await lab.client.complete({ sql, cursor: sql.length, user: person })).map(
      ({ label }) => label,
    );

  it("applies to the next statement: a new table", async () => {
    await lab.addTable({
      namespace: "shop",
      name: "late_v1",
      columns,
      days: { "2026-03-03": day("2026-03-03", "", 2) },
    });
    expect(await rowsOf("SELECT count(*) FROM shop.late")).toEqual([[2]]);
  });

  it("applies to the next statement: a newer version of a known table", async () => {
    const sql = "SELECT count(*) FROM shop.late";
    expect(await rowsOf(sql, { fresh: true })).toEqual([[2]]);
    await lab.addTable({
      namespace: "shop",
      name: "late_v2",
      columns,
      days: { "2026-03-03": day("2026-03-03", "", 5) },
    });
    expect(await rowsOf(sql)).toEqual([[5]]);
  });

  it("applies to the next statement, check and completion: a new column, a removed table", async () => {
    const sql = "SELECT count(added) FROM shop.late";
    expect((await lab.run(sql)).execution.error?.code).toBe("binder");
    await lab.database.pool.query(
      `UPDATE lake_table SET columns = columns || '[{"name":"added","type":{"kind":"bigint"}}]' WHERE name = 'late_v2'`,
    );
    expect(await lab.client.validate({ sql, user: person })).toBeNull();
    expect(await rowsOf(sql)).toEqual([[0]]);
    await lab.database.pool.query("DELETE FROM lake_table WHERE name LIKE 'late_v%'");
    expect(await lab.client.validate({ sql, user: person })).toMatchObject({ code: "catalog" });
    expect(await complete("FROM shop.")).not.toContain("late");
    expect((await lab.run(sql)).execution.error?.code).toBe("catalog");
  });
});

describe("a damaged lake", () => {
  it("causes an integrity error that names the file", async () => {
    const [broken, missing] = await lab.addTable({
      namespace: "shop",
      name: "broken_v1",
      columns,
      days: { "2026-03-01": day("2026-03-01", "", 3), "2026-03-02": day("2026-03-02", "", 3) },
    });
    const path = (file: LakeFile | undefined) => join(lab.config.paths.lake, file?.path ?? "");
    rmSync(path(missing));
    const gone = await lab.run("FROM shop.broken");
    expect(gone.execution.error).toMatchObject({
      code: "integrity",
      message: expect.stringContaining(missing?.path ?? "?"),
    });
    writeFileSync(path(broken), "short");
    const short = await lab.run("FROM shop.broken");
    expect(short.execution.error).toMatchObject({
      code: "integrity",
      message: expect.stringContaining("5 bytes instead of"),
    });
  });

  it("is noticed if a file has the right size but the wrong bytes", async () => {
    const [file] = await lab.addTable({
      namespace: "shop",
      name: "garbled_v1",
      columns,
      days: { "2026-03-01": day("2026-03-01", "", 3) },
    });
    writeFileSync(
      join(lab.config.paths.lake, file?.path ?? ""),
      Buffer.alloc(file?.sizeBytes ?? 0),
    );
    const { execution } = await lab.run("FROM shop.garbled");
    expect(execution.error).toMatchObject({
      code: "integrity",
      message: expect.stringContaining(file?.path ?? "?"),
    });
    expect(execution.error?.message).not.toContain(lab.home);
  });
});

describe("the cache", () => {
  const sql = "SELECT sum(amount) FROM shop.visit_v1";

  it("answers the same statement on the same files from the stored result", async () => {
    const first = await lab.run(sql);
    const second = await lab.run(sql, { user: "bob" });
    expect(first.execution.resultId).toBe(first.execution.id);
    expect(second.execution.resultId).toBe(first.execution.id);
    expect(
      second.firstPage?.rows ??
        (
          await lab.client.page({
            executionId: second.execution.id,
            request: { offset: 0, limit: 9 },
          })
        ).rows,
    ).toEqual([[55]]);
  });

  it.each([
    ["a fresh run is requested", sql, { fresh: true }],
    ["the text differs by a space", `${sql} `, {}],
    ["the limit differs", sql, { rowLimit: 7 }],
  ])("is not used if %s", async (_, text, options) => {
    await lab.run(sql);
    const { execution } = await lab.run(text, options);
    expect(execution.resultId).toBe(execution.id);
  });

  it.each(["SELECT random()", "SELECT now()", "SELECT current_date", "SELECT uuid()"])(
    "does not keep the result of %s",
    async (text) => {
      const { execution } = await lab.run(text);
      expect(execution.cacheKey).toBeNull();
    },
  );

  it("is not used once the table has other files", async () => {
    const before = await lab.run("SELECT count(*) FROM shop.order_v1");
    await lab.addTable({
      namespace: "shop",
      name: "order_v1",
      columns,
      days: { "2026-03-05": day("2026-03-05", "", 4) },
    });
    const after = await lab.run("SELECT count(*) FROM shop.order_v1");
    expect([before.firstPage?.rows, after.firstPage?.rows]).toEqual([[[0]], [[4]]]);
  });

  it("is not used once the files of the result are removed", async () => {
    const first = await lab.run("SELECT 'kept' AS x");
    rmSync(join(lab.config.paths.results, first.execution.id), { recursive: true });
    const second = await lab.run("SELECT 'kept' AS x");
    expect(second.execution.resultId).toBe(second.execution.id);
    expect(files).toHaveLength(2);
  });
});
