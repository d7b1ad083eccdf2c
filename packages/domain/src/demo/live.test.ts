import { expect, test } from "vitest";
import { dayOf } from "./builds.ts";
import { demoPlan } from "./history.ts";
import { openLiveFleet } from "./live.ts";
import { openRandom } from "./random.ts";

const NOW = Date.UTC(2026, 10, 3, 12);
const plan = demoPlan(dayOf(NOW));

test("the live fleet sends valid sessions, and some broken or repeated submissions", () => {
  const fleet = openLiveFleet(plan, openRandom("many"));
  const rounds = Array.from({ length: 3000 }, (_, n) => fleet.next(NOW + n * 1000));
  const ids = (round: (typeof rounds)[number]) => round.map(({ uri }) => uri);
  expect(rounds.every((round) => round.length > 0)).toBe(true);
  expect(rounds.some((round) => new Set(ids(round)).size < round.length)).toBe(true);
  expect(rounds.flat().some(({ text }) => text.includes("aborted-session"))).toBe(true);
  expect(rounds.flat().every(({ atMs }) => atMs >= NOW)).toBe(true);
  // Every session of one client begins where the last one ended, so no two have the same address.
  const sound = rounds.map((round) => ids(round)[0]);
  expect(new Set(sound).size).toBe(sound.length);
});

test("the same seed gives the same submissions, another seed does not", () => {
  const send = (seed: string) => openLiveFleet(plan, openRandom(seed)).next(NOW);
  expect(send("a")).toEqual(send("a"));
  expect(send("a")).not.toEqual(send("b"));
});
