import { describe, expect, it } from "vitest";
import { cutExplain } from "./statement-text.ts";

describe("the text behind EXPLAIN", () => {
  it.each([
    ["EXPLAIN SELECT 1", "SELECT 1", null, false],
    ["-- why\n/* so */ explain (FORMAT json) SELECT 1", "SELECT 1", "json", false],
    ["/* a /* b */ c */ EXPLAIN SELECT 1", "SELECT 1", null, false],
    ["-- a\rEXPLAIN SELECT 1", "SELECT 1", null, false],
    ["EXPLAIN ANALYZE SELECT 1", "ANALYZE SELECT 1", null, true],
    ["explain /**/ analyse SELECT 1", "analyse SELECT 1", null, true],
    ["EXPLAIN (ANALYZE) SELECT 1", "(ANALYZE) SELECT 1", null, false],
    ["EXPLAIN(SELECT 1)", "(SELECT 1)", null, false],
  ])("of %j", (sql, body, format, analyze) => {
    const text = cutExplain(sql);
    expect([text?.body.trimStart(), text?.format, text?.analyze]).toEqual([body, format, analyze]);
    expect(Buffer.from(sql).subarray(text?.cutBytes).toString()).toBe(text?.body);
  });

  it.each([
    ["SELECT 1"],
    ["explained"],
    [""],
    // For the engine the word is a part of a comment.
    ["/* /* */ EXPLAIN SELECT 1 --*/ SELECT 2"],
    ["/* no end EXPLAIN"],
  ])("is none in %j", (sql) => expect(cutExplain(sql)).toBeNull());

  it("counts the cut text in bytes", () => {
    expect(cutExplain("/* ä */ EXPLAIN SELECT 1")?.cutBytes).toBe(
      Buffer.byteLength("/* ä */ EXPLAIN "),
    );
  });
});
