import { brokenSubmission } from "./broken-pings.ts";
import { dayOf } from "./builds.ts";
import { clientBuild, type DemoClient, type FleetPlan, fleetClients, isAlive } from "./clients.ts";
import { sessionSubmissions } from "./history.ts";
import { crashRate } from "./planted-faults.ts";
import { between, chance, type Random, uuid } from "./random.ts";
import type { DemoSubmission } from "./submission.ts";

const HOUR_MS = 3_600_000;
const BROKEN_CHANCE = 0.004;
const REPEAT_CHANCE = 0.004;
const DEBUG_CHANCE = 0.04;

/** The fleet that goes on sending after its history. */
export interface LiveFleet {
  /**
   * The submissions that arrive next at `nowMs`: the pings of one session that has just ended,
   * sometimes a broken or a repeated submission.
   */
  next(nowMs: number): DemoSubmission[];
}

/**
 * Opens the fleet for sending. The caller passes `random`, because the fleet should differ at each
 * start.
 */
export function openLiveFleet(plan: FleetPlan, random: Random): LiveFleet {
  const clients = fleetClients(plan);
  const watched = clients.filter((client) => client.debugId !== null);
  const lastSeen = new Map<string, number>();
  return {
    next(nowMs) {
      const day = dayOf(nowMs);
      const alive = clients.filter((client) => isAlive(client, day));
      // Clients with a debug id send more often, because a person waits for their pings in the live
      // tail.
      const among = chance(random, DEBUG_CHANCE) ? watched : alive;
      const client = among[between(random, 0, among.length - 1)];
      if (client === undefined) return [];
      const build = clientBuild(client, day);
      if (chance(random, BROKEN_CHANCE))
        return [brokenSubmission(random, { client, build, atMs: nowMs })];
      const startMs = lastSeen.get(client.id) ?? nowMs - between(random, 60_000, 400_000);
      lastSeen.set(client.id, nowMs);
      const sent = liveSession(plan, random, { client, startMs, nowMs });
      const [first] = sent;
      return first !== undefined && chance(random, REPEAT_CHANCE) ? [...sent, first] : sent;
    },
  };
}

interface LiveSpan {
  readonly client: DemoClient;
  readonly startMs: number;
  readonly nowMs: number;
}

function liveSession(
  plan: FleetPlan,
  random: Random,
  { client, startMs, nowMs }: LiveSpan,
): DemoSubmission[] {
  const build = clientBuild(client, dayOf(nowMs));
  const hours = (nowMs - startMs) / HOUR_MS;
  const hasCrashed = chance(random, 1 - Math.exp(-hours * crashRate(plan, build)));
  const reason = hasCrashed ? "aborted-session" : "shutdown";
  const sent = sessionSubmissions(plan, {
    id: uuid(random),
    client,
    build,
    startMs,
    endMs: nowMs,
    hasCrashed,
    random,
    subsessions: [{ startMs, endMs: nowMs, reason, counter: 1 }],
  });
  return sent.map((submission) => ({ ...submission, atMs: nowMs }));
}
