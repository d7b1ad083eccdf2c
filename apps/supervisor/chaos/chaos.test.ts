import { describe, expect, test } from "vitest";
import { crashOnce, crashRounds, randomKills } from "./rounds.ts";

// A modest load leaves processor time to the restarts. `npm run chaos` has no pauses and more
// kills.
const REST_MS = 25;
const LIMIT_MS = 600_000;

/** Random numbers that are the same in each run, so that a failure can be repeated. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.concurrent("no acknowledged ping is lost, doubled or changed", () => {
  test("after 20 kills of the pipeline and PostgreSQL under load", {
    timeout: LIMIT_MS,
  }, async () => {
    const { broken, acknowledged, live } = await randomKills({
      kills: 20,
      random: seededRandom(7),
      restMs: REST_MS,
    });
    expect(broken).toEqual([]);
    // A verdict about a handful of pings would prove nothing.
    expect(acknowledged).toBeGreaterThan(100);
    expect(live).toBeGreaterThan(100);
  });

  for (const points of crashRounds()) {
    const names = points.map(({ name, role }) => `${name} of the ${role}`).join(", ");
    test(`after a crash at ${names}`, { timeout: LIMIT_MS }, async () => {
      const { broken, acknowledged } = await crashOnce(points, REST_MS);
      expect(broken).toEqual([]);
      expect(acknowledged).toBeGreaterThan(0);
    });
  }
});
