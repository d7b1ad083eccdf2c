import { expect, test } from "vitest";
import {
  conditionOf,
  forgottenInstances,
  freeInstanceName,
  judgeStage,
  type StageInstance,
  silenceMs,
} from "./index.ts";

const now = new Date("2026-03-02T10:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const instance = (overrides: Partial<StageInstance> = {}): StageInstance => ({
  stage: "query",
  instance: "query@here",
  host: "here",
  pid: 10,
  state: "running",
  metricsPort: null,
  details: [],
  startedAt: ago(3600),
  at: ago(1),
  ...overrides,
});

test.each([
  ["running", 1, "running"],
  ["running", 10, "running"],
  ["running", 10.001, "silent"],
  ["degraded", 1, "degraded"],
  ["degraded", 11, "silent"],
  ["starting", 1, "starting"],
  ["a state of a later version", 1, "starting"],
  ["stopped", 1, "stopped"],
  ["stopped", 9999, "stopped"],
] as const)("%s %d s ago is %s", (state, seconds, expected) => {
  expect(conditionOf({ state, at: ago(seconds) }, now)).toBe(expected);
});

test("the silence is never negative, even if the other clock is ahead", () => {
  expect(silenceMs({ at: ago(-5) }, now)).toBe(0);
});

const silent = instance({ instance: "silent", at: ago(60) });
const degraded = instance({ instance: "degraded", state: "degraded" });
const running = instance({ instance: "running" });
const stopped = instance({ instance: "stopped", state: "stopped" });

test.each([
  [[running], "running", "running", 1, 1],
  [[running, degraded], "degraded", "degraded", 1, 2],
  [[running, degraded, silent], "silent", "silent", 1, 3],
  [[stopped, running], "running", "running", 1, 1],
  [[stopped], "stopped", "stopped", 0, 0],
] as const)("case %#: a stage has the condition of its worst instance", (...row) => {
  const [instances, condition, worst, count, wanted] = row;
  const summary = judgeStage(instances, now);
  expect(summary).toMatchObject({ condition, running: count, wanted });
  expect(summary?.worst.instance).toBe(worst);
});

test("a stage without any instance has no summary", () => {
  expect(judgeStage([], now)).toBeNull();
});

test.each([
  ["no other is known", [], "query@here"],
  ["the other runs", [instance()], "query@here#2"],
  ["the other starts", [instance({ state: "starting" })], "query@here#2"],
  ["two others run", [instance(), instance({ instance: "query@here#2" })], "query@here#3"],
  ["the other's process is gone", [instance({ pid: 99 })], "query@here"],
  ["the other had this very process number", [instance({ pid: 7 })], "query@here"],
  ["the other stopped", [instance({ state: "stopped" })], "query@here"],
  ["the other is silent", [instance({ at: ago(11) })], "query@here"],
  // A process of another machine can't be checked: only its silence counts.
  [
    "an instance of the same name runs on another machine",
    [instance({ host: "there", pid: 99 })],
    "query@here#2",
  ],
  ["an earlier name is free again", [instance({ instance: "query@here#2" })], "query@here"],
] as const)("a process that starts while %s is %s", (_name, known, expected) => {
  const isAlive = (pid: number) => pid !== 99;
  const claimant = { stage: "query", host: "here", pid: 7 };
  expect(freeInstanceName(claimant, known, { now, isAlive })).toBe(expected);
});

const DAY = 86_400;
test.each([
  ["runs", instance(), []],
  ["is silent for a day", instance({ at: ago(DAY) }), []],
  ["is silent for more than a week", instance({ at: ago(7 * DAY + 1) }), ["query@here"]],
  [
    "stopped more than a week ago",
    instance({ state: "stopped", at: ago(7 * DAY + 1) }),
    ["query@here"],
  ],
] as const)("an instance that %s", (_name, known, expected) => {
  const old = { ...known, startedAt: ago(30 * DAY) };
  expect(forgottenInstances([old], now).map((one) => one.instance)).toEqual(expected);
});

test.each([
  ["began later, ten minutes ago", { startedAt: ago(700) }, 701, true],
  ["began later, but not long ago", { startedAt: ago(500) }, 501, false],
  ["began earlier", { startedAt: ago(3600) }, 701, false],
  ["is of another stage", { startedAt: ago(700), stage: "batch" }, 701, false],
] as const)("the row of an ended instance is removed if another instance %s: %#", (...row) => {
  const [, other, silentFor, expected] = row;
  const gone = instance({ instance: "gone", at: ago(silentFor) });
  const names = forgottenInstances([gone, instance(other)], now).map((one) => one.instance);
  expect(names).toEqual(expected ? ["gone"] : []);
});
