import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

let lab: QueryLab;

beforeAll(async () => {
  lab = await openQueryLab();
  await lab.addTable({
    namespace: "shop",
    name: "visit_v1",
    columns: [
      { name: "document_id", type: { kind: "varchar" } },
      { name: "submission_timestamp", type: { kind: "timestamp" } },
      { name: "country", type: { kind: "varchar" } },
      { name: "amount", type: { kind: "bigint" } },
      { name: "never", type: { kind: "double" } },
    ],
    days: {
      "2026-03-01":
        "SELECT 'a' || i AS document_id, TIMESTAMP '2026-03-01 10:00:00' AS submission_timestamp, 'DE' AS country, i AS amount FROM range(10) t(i)",
      "2026-03-02":
        "SELECT 'b' || i AS document_id, TIMESTAMP '2026-03-02 10:00:00' AS submission_timestamp, i AS amount FROM range(5) t(i)",
    },
  });
});

afterAll(() => lab.close());

describe("a statement over the lake", () => {
  it("sees the rows of all files at full width, with the day they were submitted", async () => {
    const { execution, firstPage } = await lab.run(
      "SELECT submission_date, country, count(*) AS n, sum(amount) AS total, max(never) AS never FROM shop.visit GROUP BY ALL ORDER BY 1",
    );
    expect(execution.error).toBeNull();
    expect(execution.state).toBe("finished");
    expect(firstPage?.rows).toEqual([
      ["2026-03-01", "DE", 10, 45, null],
      ["2026-03-02", null, 5, 10, null],
    ]);
  });
});
