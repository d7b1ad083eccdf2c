import type { LakeFile } from "@headwater/schemas";
import { describe, expect, it } from "vitest";
import { planCompaction } from "./plan.ts";

const NOON = Date.UTC(2026, 2, 2, 12) * 1000;
const MINUTE = 60_000_000;
const MB = 1 << 20;

const files = (
  count: number,
  more: Partial<LakeFile> = {},
  stem = "unvalidated-0-1-2",
): LakeFile[] =>
  Array.from({ length: count }, (_, index) => ({
    namespace: "n",
    table: "t_v1",
    submissionDate: "2026-03-02",
    rows: 10,
    sha256: "",
    sizeBytes: MB + index,
    minMicros: NOON,
    maxMicros: NOON,
    ...more,
    path: `n/t_v1/submission_date=2026-03-02/${stem}-${index}.parquet`,
  }));
const yesterday = { submissionDate: "2026-03-01" };
const minutesAgo = (minutes: number) => ({ maxMicros: NOON - minutes * MINUTE });

describe("a plan of compaction merges", () => {
  const cases: [string, LakeFile[], number[]][] = [
    ["nothing of one file", files(1, minutesAgo(60)), []],
    ["nothing of a few young files", files(29), []],
    ["30 files at once", files(30), [30]],
    ["40 of 90, the rest in the next round", files(90), [40]],
    ["8 files after a minute", files(8, minutesAgo(1)), [8]],
    ["not 7 after a minute", files(7, minutesAgo(1)), []],
    ["2 files after ten minutes", files(2, minutesAgo(10)), [2]],
    ["no merged files, until eight of them exist", files(7, minutesAgo(60), "compact-30-a"), []],
    ["8 merged files into one", files(8, minutesAgo(60), "compact-30-a"), [8]],
    ["no merged file that is large", files(8, { sizeBytes: 20 * MB }, "compact-30-a"), []],
    ["each day separately", [...files(20), ...files(20, yesterday)], []],
  ];
  it.each(cases)("%s", (_name, live, inputs) => {
    const tasks = planCompaction(live, { nowMicros: NOON, closedDays: false });
    expect(tasks.map((task) => task.inputs.length)).toEqual(inputs);
  });

  it("merges all files of a past day into one", () => {
    const live = [...files(3, yesterday), ...files(3)];
    const [task, ...more] = planCompaction(live, { nowMicros: NOON, closedDays: true });
    expect([task?.submissionDate, task?.inputs.length, more.length]).toEqual(["2026-03-01", 3, 0]);
  });

  it("does not rewrite files that are too large", () => {
    const live = [...files(1, yesterday), ...files(2, { ...yesterday, sizeBytes: 600 * MB })];
    expect(planCompaction(live, { nowMicros: NOON, closedDays: true })).toEqual([]);
  });
});
