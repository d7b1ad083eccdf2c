import { describe, expect, it } from "vitest";
import { WORKER_SAYS } from "../sandboxed/worker-words.ts";
import { type JobFacts, outcomeOf } from "./job-outcome.ts";

const nothing: JobFacts = { stop: null, failure: null, death: null, done: null, stored: null };
const limits = {
  sql: "SELECT 1",
  cutBytes: 0,
  paths: ["/lake/a.parquet"],
  timeoutMs: 60_000,
  byteLimit: 1e9,
  memory: { limitMb: 256, residentMb: 1000 },
};
const done = { rows: 5, runtimeMs: 7 };
const stored = { rows: 5, bytes: 100 };
const whole = { ...nothing, done, stored };

describe("a statement ends", () => {
  it("well only if nothing else happened and every row was taken over", () => {
    expect(outcomeOf(whole, limits)).toEqual({ ok: true, rows: 5, bytes: 100, runtimeMs: 7 });
  });

  it.each<[string, Partial<JobFacts>, string]>([
    ["by a person, whatever the worker says", { stop: "cancelled" }, "cancelled"],
    ["at its limit of time", { stop: "timeout" }, "timeout"],
    ["at its limit of memory", { stop: "memory" }, "out_of_memory"],
    ["for want of disk", { stop: "disk" }, "disk_full"],
    ["by an error that comes with the end", { failure: "Conversion Error: x" }, "runtime"],
    ["with rows that were not taken over", { stored: null }, "worker_killed"],
    ["with fewer rows than were counted", { stored: { rows: 4, bytes: 9 } }, "worker_killed"],
    ["without a last word", { done: null }, "worker_killed"],
    ["by a kill", { done: null, death: 137 }, "worker_killed"],
    ["by an abort of the C library", { done: null, death: 134 }, "out_of_memory"],
    ["by the kernel's clock", { done: null, death: 152 }, "timeout"],
    ["too large", { done: null, failure: WORKER_SAYS.tooLarge }, "too_large"],
    ["too wide", { done: null, failure: WORKER_SAYS.tooWide }, "too_large"],
    ["early and without a reason", { done: null, failure: WORKER_SAYS.endedEarly }, "runtime"],
    [
      "as it wrote to a full disk",
      { done: null, failure: "IO Error: x: No space left on device" },
      "disk_full",
    ],
  ])("badly: %s", (_, facts, code) => {
    expect(outcomeOf({ ...whole, ...facts }, limits)).toMatchObject({ ok: false, error: { code } });
  });

  it("with the file that could not be read", () => {
    const facts = { ...nothing, failure: "IO Error: /lake/a.parquet is no Parquet file" };
    expect(outcomeOf(facts, limits)).toMatchObject({ ok: false, file: "/lake/a.parquet" });
  });
});
