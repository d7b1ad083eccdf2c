import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type InProgress, nextSuspect, openMarkerFile, planRecovery } from "./in-progress.ts";

const marker = (from: number, to: number, crashes: number, suspectTo: number | null = null) => ({
  ranges: [{ topic: "t", from, to }],
  crashes,
  suspectTo,
});
const at = (next: number) => new Map([["t", next]]);

describe("after a restart", () => {
  const normal = { only: null, suspectTo: null, poison: false };
  const cases: [string, InProgress | null, number, object][] = [
    ["nothing was in progress", null, 0, { ...normal, crashes: 0 }],
    ["the first crash changes only the count", marker(5, 105, 0), 5, { ...normal, crashes: 1 }],
    ["progress since then clears the suspects", marker(5, 105, 1), 50, { ...normal, crashes: 0 }],
    [
      "the second crash selects half of the range",
      marker(5, 105, 1),
      5,
      { crashes: 1, only: { topic: "t", from: 5, to: 55 }, suspectTo: 105, poison: false },
    ],
    [
      "a crash in a part selects half of the part",
      marker(55, 105, 1, 105),
      55,
      { crashes: 1, only: { topic: "t", from: 55, to: 80 }, suspectTo: 105, poison: false },
    ],
    [
      "a single record that crashed twice is poison",
      marker(7, 8, 1, 105),
      7,
      { crashes: 2, only: { topic: "t", from: 7, to: 8 }, suspectTo: 105, poison: true },
    ],
  ];
  it.each(cases)("%s", (_name, found, next, expected) => {
    expect(planRecovery(found, at(next))).toEqual(expected);
  });

  it("suspects one topic at a time", () => {
    const ranges = ["t", "u"].map((topic) => ({ topic, from: 0, to: 10 }));
    const plan = planRecovery({ ranges, crashes: 1, suspectTo: null }, at(0));
    expect(plan.only).toEqual({ topic: "t", from: 0, to: 10 });
  });

  it("finds a poison record among a thousand records in a few restarts", () => {
    for (const poison of [0, 1, 499, 500, 998, 999]) {
      let found: InProgress = { ...marker(0, 1000, 1) };
      let next = 0;
      let restarts = 0;
      for (;;) {
        restarts += 1;
        const plan = planRecovery(found, at(next));
        if (plan.poison) break;
        let part = plan.only;
        while (part !== null && part.to <= poison) {
          next = part.to;
          part = nextSuspect({ ...plan, only: part });
        }
        if (part === null) throw new Error("the poison record was not found");
        found = { ranges: [part], crashes: plan.crashes, suspectTo: plan.suspectTo };
      }
      expect([poison, found.ranges[0]?.from]).toEqual([poison, poison]);
      expect(restarts).toBeLessThan(16);
    }
  });
});

describe("the marker file", () => {
  it("ignores errors where nothing can be written", () => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-marker-"));
    const file = openMarkerFile(join(folder, "gone", "marker.json"));
    rmSync(folder, { recursive: true });
    file.write(marker(1, 2, 1));
    file.clear();
    expect(file.read()).toBeNull();
  });

  it("returns the written marker, and null if the file is missing or incomplete", () => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-marker-"));
    const path = join(folder, "deep", "marker.json");
    const file = openMarkerFile(path);
    expect(file.read()).toBeNull();
    file.write(marker(1, 2, 1));
    expect(file.read()).toEqual(marker(1, 2, 1));
    writeFileSync(path, '{"ranges": [');
    expect(file.read()).toBeNull();
    file.clear();
    file.clear();
    expect(file.read()).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
