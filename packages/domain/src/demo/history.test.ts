import { describe, expect, it } from "vitest";
import { DAY_MS, dayOf } from "./builds.ts";
import { fleetClients } from "./clients.ts";
import { bucketEdges } from "./histogram-layout.ts";
import { daySubmissions, demoPlan, historyDays } from "./history.ts";
import { badBuildDay, regressionDay } from "./planted-faults.ts";
import type { DemoSubmission } from "./submission.ts";

const today = dayOf(Date.UTC(2026, 10, 24));
const plan = demoPlan(today);
const history = historyDays(plan).map((day) => ({ day, sent: daySubmissions(plan, day) }));
const all = history.flatMap(({ sent }) => sent);

interface Main {
  readonly clientId: string;
  readonly application: { readonly channel: string; readonly buildId: string };
  readonly payload: {
    readonly histograms: Record<string, { sum: number; values: Record<string, number> }>;
    readonly info: { readonly subsessionLength: number };
  };
}

const isMain = ({ uri, packing }: DemoSubmission) => packing === "gzip" && uri.includes("/main/");
const mains = all
  .filter(isMain)
  .filter(({ text }) => text.includes('"payload"'))
  .map(({ text }) => JSON.parse(text) as Main);
const crashes = all
  .filter(({ uri }) => uri.startsWith("/submit/demo-fleet/crash/1/"))
  .map(({ text }) => JSON.parse(text) as { channel: string; app_build_id: string });

describe("the fleet", () => {
  it("has 400 clients of three channels, each with an id of its own", () => {
    const clients = fleetClients(plan);
    const share = (channel: string) =>
      clients.filter((client) => client.channel === channel).length / 400;
    expect(new Set(clients.map(({ id }) => id)).size).toBe(400);
    expect(share("release")).toBeGreaterThan(0.4);
    expect(share("nightly")).toBeGreaterThan(0.22);
    expect(share("beta")).toBeGreaterThan(0.13);
  });

  it("has clients that join, clients that leave, and a few clients with a debug id that stay", () => {
    const clients = fleetClients(plan);
    expect(clients.filter(({ joinDay }) => joinDay > plan.firstDay).length).toBeGreaterThan(40);
    expect(clients.filter(({ leaveDay }) => leaveDay < today).length).toBeGreaterThan(20);
    expect(clients.filter(({ debugId }) => debugId !== null)).toHaveLength(3);
  });
});

describe("the history", () => {
  it("gives the same submissions for a day, made alone or after other days", () => {
    const again = daySubmissions(demoPlan(today), plan.firstDay + 7);
    expect(again).toEqual(history.find(({ day }) => day === plan.firstDay + 7)?.sent);
  });

  it("begins with today and goes back 21 days", () => {
    expect(history[0]?.day).toBe(today);
    expect(history.at(-1)?.day).toBe(today - 20);
    expect(history).toHaveLength(21);
  });

  it("has 25,000 to 45,000 submissions, each within its day and in order", () => {
    expect(all.length).toBeGreaterThan(25_000);
    expect(all.length).toBeLessThan(45_000);
    for (const { day, sent } of history) {
      expect(sent.every(({ atMs }) => atMs >= day * DAY_MS && atMs < (day + 1) * DAY_MS)).toBe(
        true,
      );
      expect(sent.map(({ atMs }) => atMs)).toEqual(
        sent.map(({ atMs }) => atMs).toSorted((one, other) => one - other),
      );
    }
  });

  it("tags every submission and sends the debug ids", () => {
    expect(all.every(({ headers }) => headers["x-source-tags"] === "demo")).toBe(true);
    const named = new Set(all.map(({ headers }) => headers["x-debug-id"]));
    expect(named).toEqual(new Set([undefined, "demo-ada", "demo-grace", "demo-katherine"]));
  });

  it("sends some documents twice, and broken documents of each kind", () => {
    const ids = all.map(({ documentId }) => documentId);
    const repeated = ids.length - new Set(ids).size;
    expect(repeated).toBeGreaterThan(80);
    expect(repeated).toBeLessThan(400);
    expect(all.some(({ packing }) => packing === "torn")).toBe(true);
    for (const trace of [/^<html/, /"client":/])
      expect(all.some(({ text }) => trace.test(text))).toBe(true);
    for (const trace of ["/demo-survey/", "/session/7/"])
      expect(all.some(({ uri }) => uri.includes(trace))).toBe(true);
    expect(all.some(({ uri }) => uri.split("/").length === 7)).toBe(true);
  });

  it("is quieter on weekends", () => {
    const sizeOn = (weekdays: readonly number[]) => {
      const days = history.filter(({ day }) =>
        weekdays.includes(new Date(day * DAY_MS).getUTCDay()),
      );
      return days.reduce((sum, { sent }) => sum + sent.length, 0) / days.length;
    };
    expect(sizeOn([0, 6])).toBeLessThan(0.95 * sizeOn([1, 2, 3, 4, 5]));
  });

  it("never moves a client to an older build", () => {
    const newest = new Map<string, string>();
    for (const { sent } of history.toReversed())
      for (const { text } of sent.filter(isMain)) {
        const ping = JSON.parse(text.startsWith("{") ? text : "{}") as Partial<Main>;
        if (ping.clientId === undefined || ping.application === undefined) continue;
        const before = newest.get(ping.clientId) ?? "";
        expect(ping.application.buildId >= before).toBe(true);
        newest.set(ping.clientId, ping.application.buildId);
      }
  });
});

describe("histograms", () => {
  it("have only buckets of their layout, and sums that fit the buckets", () => {
    const edges = bucketEdges({ kind: "exponential", low: 1, high: 10_000, count: 50 });
    for (const { payload } of mains.slice(0, 2000)) {
      const histogram = payload.histograms["GC_MS"];
      if (histogram === undefined) continue;
      const counts = Object.entries(histogram.values).map(
        ([edge, n]) => [Number(edge), n] as const,
      );
      expect(counts.every(([edge]) => edges.includes(edge))).toBe(true);
      expect(counts.reduce((sum, [edge, n]) => sum + edge * n, 0)).toBeLessThanOrEqual(
        histogram.sum,
      );
    }
  });

  it("show the planted regression on nightly from its first build on, and on no other channel", () => {
    const isAfter = (buildId: string) =>
      buildId.slice(0, 8) >=
      new Date(regressionDay(plan) * DAY_MS).toISOString().slice(0, 10).replaceAll("-", "");
    const meanOf = (channel: string, after: boolean) => {
      const some = mains.filter(
        ({ application }) =>
          application.channel === channel && isAfter(application.buildId) === after,
      );
      const histograms = some.flatMap(({ payload }) => payload.histograms["GC_MS"] ?? []);
      const samples = histograms.flatMap(({ values }) => Object.values(values));
      return (
        histograms.reduce((sum, histogram) => sum + histogram.sum, 0) /
        samples.reduce((sum, n) => sum + n, 0)
      );
    };
    expect(meanOf("nightly", true) / meanOf("nightly", false)).toBeGreaterThan(1.7);
    expect(meanOf("beta", true) / meanOf("beta", false)).toBeCloseTo(1, 0);
  });
});

it("crashes far more often in the bad nightly builds", () => {
  const dayOfBuild = (buildId: string) =>
    dayOf(
      Date.parse(`${buildId.slice(0, 4)}-${buildId.slice(4, 6)}-${buildId.slice(6, 8)}T00:00:00Z`),
    );
  const isBad = (buildId: string) => [0, 1].includes(dayOfBuild(buildId) - badBuildDay(plan));
  const rate = (bad: boolean) => {
    const hours = mains
      .filter(
        ({ application: { channel, buildId } }) => channel === "nightly" && isBad(buildId) === bad,
      )
      .reduce((sum, { payload }) => sum + payload.info.subsessionLength / 3600, 0);
    const count = crashes.filter(
      (crash) => crash.channel === "nightly" && isBad(crash.app_build_id) === bad,
    ).length;
    return count / hours;
  };
  expect(rate(true) / rate(false)).toBeGreaterThan(3);
});
