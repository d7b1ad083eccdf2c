import { describe, expect, it } from "vitest";
import { cutExplain } from "./statement-text.ts";

describe("the text behind EXPLAIN", () => {
  it.each([
    ["SELECT 1", "SELECT 1", "none"],
    ["EXPLAIN SELECT 1", " SELECT 1", "plain"],
    ["-- why\n/* so */ explain (FORMAT json) SELECT 1", " SELECT 1", "plain"],
    ["EXPLAIN ANALYZE SELECT 1", "", "analyze"],
    ["explain /**/ analyse SELECT 1", "", "analyze"],
    ["EXPLAIN (ANALYZE) SELECT 1", " (ANALYZE) SELECT 1", "plain"],
    ["explained", "explained", "none"],
  ])("of %s", (sql, body, explain) => {
    const text = cutExplain(sql);
    expect([text.body.trimStart(), text.explain]).toEqual([body.trimStart(), explain]);
    if (explain === "plain") expect(sql.slice(text.cutBytes).trimStart()).toBe(body.trimStart());
  });

  it("counts what it cut in bytes", () => {
    expect(cutExplain("/* ä */ EXPLAIN SELECT 1").cutBytes).toBe(
      Buffer.byteLength("/* ä */ EXPLAIN "),
    );
  });
});
