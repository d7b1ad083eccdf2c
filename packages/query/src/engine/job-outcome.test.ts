import { describe, expect, it } from "vitest";
import { WORKER_ERRORS } from "../sandboxed/worker-errors.ts";
import { type JobFacts, outcomeOf } from "./job-outcome.ts";

const nothing: JobFacts = { stop: null, failure: null, exitCode: null, done: null, stored: null };
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
  it("in success only if nothing else happened and every row was stored", () => {
    expect(outcomeOf(whole, limits)).toEqual({ ok: true, rows: 5, bytes: 100, runtimeMs: 7 });
  });

  it.each<[string, Partial<JobFacts>, string]>([
    ["a person cancelled it, whatever the worker reports", { stop: "cancelled" }, "cancelled"],
    ["it reached its time limit", { stop: "timeout" }, "timeout"],
    ["it reached its memory limit", { stop: "memory" }, "out_of_memory"],
    ["the disk was full", { stop: "disk" }, "disk_full"],
    ["an error came together with the end", { failure: "Conversion Error: x" }, "runtime"],
    ["its rows were not stored", { stored: null }, "worker_killed"],
    ["fewer rows were stored than counted", { stored: { rows: 4, bytes: 9 } }, "worker_killed"],
    ["the worker never reported the end", { done: null }, "worker_killed"],
    ["the worker was killed", { done: null, exitCode: 137 }, "worker_killed"],
    ["the C library aborted", { done: null, exitCode: 134 }, "out_of_memory"],
    ["the kernel's CPU limit was reached", { done: null, exitCode: 152 }, "timeout"],
    ["the result was too large", { done: null, failure: WORKER_ERRORS.tooLarge }, "too_large"],
    ["the result was too wide", { done: null, failure: WORKER_ERRORS.tooWide }, "too_large"],
    [
      "the engine ended it early without a reason",
      { done: null, failure: WORKER_ERRORS.endedEarly },
      "runtime",
    ],
    [
      "the engine wrote to a full disk",
      { done: null, failure: "IO Error: x: No space left on device" },
      "disk_full",
    ],
  ])("in failure: %s", (_, facts, code) => {
    expect(outcomeOf({ ...whole, ...facts }, limits)).toMatchObject({ ok: false, error: { code } });
  });

  it("and the outcome names the file that could not be read", () => {
    const facts = { ...nothing, failure: "IO Error: /lake/a.parquet is no Parquet file" };
    expect(outcomeOf(facts, limits)).toMatchObject({ ok: false, file: "/lake/a.parquet" });
  });
});
