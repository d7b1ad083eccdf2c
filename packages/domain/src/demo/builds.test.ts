import { describe, expect, it } from "vitest";
import { DAY_MS, type DemoChannel, dateOf, dayOf, latestBuild, weekdayOf } from "./builds.ts";

const day = (date: string): number => dayOf(Date.parse(`${date}T12:00:00Z`));

describe("latestBuild", () => {
  it.each<[DemoChannel, string, string, string]>([
    ["release", "2026-02-24", "148.0", "20260224"],
    ["release", "2026-03-23", "148.0", "20260224"],
    ["release", "2026-03-24", "149.0", "20260324"],
    ["nightly", "2026-02-25", "150.0a1", "20260225"],
    ["beta", "2026-02-24", "149.0", "20260224"],
    ["beta", "2026-02-27", "149.0", "20260226"],
    ["beta", "2026-03-02", "149.0", "20260302"],
  ])("on channel %s at %s is version %s, built on %s", (channel, date, version, built) => {
    const build = latestBuild(channel, day(date));
    expect(build.version).toBe(version);
    expect(build.buildId.slice(0, 8)).toBe(built);
    expect(build.buildId).toMatch(/^\d{14}$/);
  });

  it("numbers betas from one in each cycle", () => {
    const names = ["2026-02-24", "2026-02-26", "2026-03-02", "2026-03-24"].map(
      (date) => latestBuild("beta", day(date)).displayVersion,
    );
    expect(names).toEqual(["149.0b1", "149.0b2", "149.0b3", "150.0b1"]);
  });

  it.each(["nightly", "beta", "release"] as const)(
    "never returns an older build on %s",
    (channel) => {
      const ids = Array.from({ length: 120 }, (_, index) => latestBuild(channel, 20_500 + index));
      expect(ids.map(({ buildId }) => buildId)).toEqual(ids.map(({ buildId }) => buildId).sort());
    },
  );

  it("also works for days before the first known cycle", () => {
    expect(latestBuild("release", day("2026-02-23")).version).toBe("147.0");
  });
});

it("names days in UTC", () => {
  expect(dateOf(dayOf(Date.UTC(2026, 10, 24, 23, 59)))).toBe("2026-11-24");
  expect(weekdayOf(Date.UTC(2026, 10, 24) / DAY_MS)).toBe(2);
});
