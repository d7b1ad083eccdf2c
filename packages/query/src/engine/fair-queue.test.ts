import { describe, expect, it } from "vitest";
import { nextRequest } from "./fair-queue.ts";

const requester = (text: string) => {
  const [userId = "", kind] = text.split(":");
  return { text, userId, lane: kind === "bg" ? ("background" as const) : ("interactive" as const) };
};
const next = (waiting: string[], running: string[], slots = 2, last: [string, number][] = []) =>
  nextRequest({
    waiting: waiting.map(requester),
    running: running.map(requester),
    slots,
    lastServed: new Map(last),
  })?.text ?? null;

describe("the next request for a process", () => {
  it.each<[string, ReturnType<typeof next>, string | null]>([
    ["is the oldest of equals", next(["ann", "bob"], []), "ann"],
    ["does not exist while all processes are busy", next(["ann"], ["bob", "cat"]), null],
    ["is an interactive one before a background one", next(["ann:bg", "bob"], []), "bob"],
    ["leaves the last process to interactive requests", next(["ann:bg"], ["bob:bg"]), null],
    ["takes the last process if it is interactive", next(["ann"], ["bob:bg"]), "ann"],
    ["leaves the last process to another person", next(["ann"], ["ann"]), null],
    [
      "belongs to the person with the fewest running requests",
      next(["ann", "bob"], ["ann"], 3),
      "bob",
    ],
    [
      "belongs to the person who was served longest ago",
      next(["ann", "bob"], [], 2, [["ann", 7]]),
      "bob",
    ],
    ["takes the only process in any lane", next(["ann:bg"], [], 1), "ann:bg"],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
