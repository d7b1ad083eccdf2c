import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;
beforeAll(async () => {
  lab = await openQueryLab();
});
afterAll(() => lab.close());

type PageRequest = Parameters<QueryLab["client"]["page"]>[0]["request"];
const pageOf = (executionId: string, request: PageRequest) =>
  lab.client.page({ executionId, request });

describe("unusual results", () => {
  it.each([
    ["SELECT (1, 'a') AS s", [[{ v1: 1, v2: "a" }]]],
    [
      "SELECT list((i, 'x')) AS l FROM range(2) t(i)",
      [
        [
          [
            { v1: 0, v2: "x" },
            { v1: 1, v2: "x" },
          ],
        ],
      ],
    ],
    ["SELECT MAP {'k': (1, 2)} AS m", [[[{ key: "k", value: { v1: 1, v2: 2 } }]]]],
  ])("can have struct members without a name: %s", async (sql, rows) => {
    const { execution } = await lab.run(sql);
    expect(execution.error).toBeNull();
    const page = await pageOf(execution.id, { offset: 0, limit: 10 });
    expect(page.rows).toEqual(rows);
  });

  it("with many long cells are stored completely and shown shortened", async () => {
    const { execution, firstPage } = await lab.run(
      "SELECT repeat('x', 3000000) AS t, i FROM range(60) r(i)",
    );
    expect(execution).toMatchObject({ state: "finished", rows: 60 });
    expect(JSON.stringify(firstPage).length).toBeLessThan(5_000_000);
    const page = await pageOf(execution.id, { offset: 30, limit: 30 });
    expect(page.rows).toHaveLength(30);
    expect(page.rows[0]).toEqual([
      expect.stringMatching(/more characters: a download has them/),
      30,
    ]);
    const [[cell] = []] = (await pageOf(execution.id, { offset: 59, limit: 1 })).rows;
    expect(String(cell)).toHaveLength(3_000_000);
  });

  it("with a type that can't be stored are refused with a clear message", async () => {
    const { execution } = await lab.run("SELECT sum(i) EXPORT_STATE FROM range(3) t(i)");
    expect(execution.error?.message).toMatch(/can't be stored|can't be run|can't be used/);
  });
});
