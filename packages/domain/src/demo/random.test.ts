import { describe, expect, it } from "vitest";
import { around, between, chance, eventCount, openRandom, pick, uuid } from "./random.ts";

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("openRandom", () => {
  it("gives the same numbers for the same seed", () => {
    const one = openRandom("a", 1);
    const other = openRandom("a", 1);
    expect(draws(50, one.next)).toEqual(draws(50, other.next));
  });

  it("gives different numbers for neighbouring seeds", () => {
    const firsts = Array.from({ length: 1000 }, (_, index) => openRandom("fleet", index).next());
    expect(new Set(firsts).size).toBe(1000);
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
  });

  it("stays within 0 and 1", () => {
    const random = openRandom("bounds");
    const values = draws(10_000, random.next);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });
});

describe("draws", () => {
  it("takes both ends of a range", () => {
    const random = openRandom("ends");
    expect(new Set(draws(200, () => between(random, 3, 5)))).toEqual(new Set([3, 4, 5]));
  });

  it("picks by weight, and never a value of weight 0", () => {
    const random = openRandom("weights");
    const picked = draws(2000, () =>
      pick(random, [
        ["a", 3],
        ["b", 1],
        ["c", 0],
      ] as const),
    );
    expect(picked.filter((value) => value === "a").length / 2000).toBeCloseTo(0.75, 1);
    expect(picked).not.toContain("c");
  });

  it("refuses to pick from an empty list", () => {
    expect(() => pick(openRandom("none"), [])).toThrow(RangeError);
  });

  it("keeps the median of a log-normal and the mean of a Poisson draw", () => {
    const random = openRandom("shapes");
    const sorted = draws(4001, () => around(random, 100, 0.7)).sort((a, b) => a - b);
    expect(sorted[2000]).toBeGreaterThan(90);
    expect(sorted[2000]).toBeLessThan(110);
    expect(mean(draws(4000, () => eventCount(random, 4)))).toBeCloseTo(4, 0);
    expect(mean(draws(4000, () => (chance(random, 0.2) ? 1 : 0)))).toBeCloseTo(0.2, 1);
  });

  it("makes version 4 UUIDs", () => {
    const random = openRandom("ids");
    const ids = draws(500, () => uuid(random));
    expect(new Set(ids).size).toBe(500);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
