import { describe, expect, it } from "vitest";
import { boundedFirst, boundedPage, boundedRow } from "./bounded-rows.ts";

const text = (length: number) => "x".repeat(length);
const charactersOf = (rows: readonly (readonly unknown[])[]) => JSON.stringify(rows).length;

describe("a page", () => {
  it("of ordinary rows is not changed", () => {
    const rows = [
      [1, "a", null, { b: [1, 2] }],
      [2, text(60_000), true, [3]],
    ];
    expect(boundedPage(rows)).toEqual(rows);
  });

  it.each([
    ["a text", text(100_000)],
    ["a nested value", { a: text(100_000) }],
  ])("says how much is missing of %s that was cut", (_, cell) => {
    const [[cutCell] = []] = boundedPage([[cell], [1]]);
    expect(String(cutCell)).toMatch(/… \(344\d\d more characters: a download has them\)$/);
  });

  it.each([
    [200, 1, 5_000_000],
    [200, 10, 60_000],
    [1000, 1, 60_000],
  ])(
    "of %i rows with %i cells of %i characters is cut to some megabytes",
    (count, cells, length) => {
      const row = Array.from({ length: cells }, () => text(length));
      const rows = boundedPage(Array.from({ length: count }, () => row));
      expect(rows).toHaveLength(count);
      expect(charactersOf(rows)).toBeLessThan(5_000_000);
    },
  );

  it("of one row has complete cells", () => {
    expect(boundedPage([[text(16_000_000)]])[0]?.[0]).toHaveLength(16_000_000);
  });
});

it("a row of statistics has short cells, even if it is the only row", () => {
  const [count, value] = boundedRow([7, text(100_000)]);
  expect(count).toBe(7);
  expect(String(value)).toMatch(/… \(34464 more characters: a download has them\)$/);
});

describe("first rows", () => {
  it("are as many as fit into a megabyte", () => {
    const rows = Array.from({ length: 200 }, (_, n) => [n, text(50_000)]);
    expect(boundedFirst(rows)).toHaveLength(19);
    expect(boundedFirst(rows.slice(0, 5))).toHaveLength(5);
  });

  it("are at least one", () => {
    const [row, ...others] = boundedFirst([Array.from({ length: 100 }, () => text(60_000)), [1]]);
    expect([row?.length, others]).toEqual([100, []]);
  });
});
