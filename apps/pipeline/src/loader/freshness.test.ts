import { describe, expect, it } from "vitest";
import { Freshness } from "./freshness.ts";

describe("freshness", () => {
  it("is unknown without rows", () => {
    expect(new Freshness().p95(0)).toBeNull();
  });

  it("is the 95th percentile of the last minute", () => {
    const freshness = new Freshness();
    const ages = Array.from({ length: 100 }, (_, index) => index + 1);
    freshness.note(
      1000,
      ages.map((ms) => (1000 - ms) * 1000),
    );
    expect(freshness.p95(1000)).toBe(95);
    expect(freshness.p95(62_000)).toBeNull();
  });
});
