import { describe, expect, it } from "vitest";
import { nextTurn } from "./fair-queue.ts";

const turn = (text: string) => {
  const [userId = "", kind] = text.split(":");
  return { text, userId, lane: kind === "bg" ? ("background" as const) : ("interactive" as const) };
};
const next = (waiting: string[], running: string[], slots = 2, last: [string, number][] = []) =>
  nextTurn({
    waiting: waiting.map(turn),
    running: running.map(turn),
    slots,
    lastTurn: new Map(last),
  })?.text ?? null;

describe("the next request for a process", () => {
  it.each<[string, ReturnType<typeof next>, string | null]>([
    ["is the oldest of equals", next(["ann", "bob"], []), "ann"],
    ["is none while all are busy", next(["ann"], ["bob", "cat"]), null],
    ["is interactive before background", next(["ann:bg", "bob"], []), "bob"],
    ["leaves the last process to interactive ones", next(["ann:bg"], ["bob:bg"]), null],
    ["takes the last process if interactive", next(["ann"], ["bob:bg"]), "ann"],
    ["leaves the last process to another person", next(["ann"], ["ann"]), null],
    ["is of the person with the fewest at work", next(["ann", "bob"], ["ann"], 3), "bob"],
    ["is of the person served longest ago", next(["ann", "bob"], [], 2, [["ann", 7]]), "bob"],
    ["has the only process in any lane", next(["ann:bg"], [], 1), "ann:bg"],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
