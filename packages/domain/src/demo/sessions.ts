import { type Build, DAY_MS, weekdayOf } from "./builds.ts";
import { clientBuild, type DemoClient, type FleetPlan, isAlive } from "./clients.ts";
import { crashRate } from "./planted-faults.ts";
import { between, chance, eventCount, openRandom, type Random, uuid } from "./random.ts";

/** A part of a session that one main ping reports. */
export interface Subsession {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: "shutdown" | "environment-change" | "aborted-session";
  readonly counter: number;
}

/** The time from a start of the browser to its end, by quitting or by a crash. */
export interface BrowserSession {
  readonly id: string;
  readonly client: DemoClient;
  readonly build: Build;
  readonly startMs: number;
  readonly endMs: number;
  readonly hasCrashed: boolean;
  readonly subsessions: readonly Subsession[];
  /** Source of the other random values of the session. */
  readonly random: Random;
}

const HOUR_MS = 3_600_000;
const SHORTEST_MS = 90_000;
// Documents of a session arrive up to some minutes after its end. The session ends early enough
// that they arrive on the same UTC day.
const DAY_END_MS = DAY_MS - 600_000;

/**
 * The sessions of a client on a UTC day; a client that is seldom active has none on most days. The
 * result depends on the plan, the client and the day alone.
 */
export function clientSessions(
  plan: FleetPlan,
  client: DemoClient,
  day: number,
): readonly BrowserSession[] {
  if (!isAlive(client, day)) return [];
  const random = openRandom(plan.seed, client.id, day);
  const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6;
  const isActive = chance(random, isWeekend ? client.weekendChance : client.weekdayChance);
  if (!isActive && day !== client.joinDay) return [];
  const build = clientBuild(client, day);
  const rate = crashRate(plan, build);
  const sessions: BrowserSession[] = [];
  const count = 1 + eventCount(random, 1.5);
  const meanMs = (client.hoursPerDay * HOUR_MS) / count;
  let startMs = day * DAY_MS + firstStart(random, client);
  for (let index = 0; index < count; index += 1) {
    const endMs = Math.floor(startMs + Math.max(SHORTEST_MS, meanMs * (0.4 + 1.2 * random.next())));
    if (endMs > day * DAY_MS + DAY_END_MS) break;
    const session = makeSession(random, { client, build, startMs, endMs, rate });
    sessions.push(session);
    // After a crash people start again at once.
    const pauseMs = session.hasCrashed ? between(random, 5_000, 60_000) : pause(random);
    startMs = session.endMs + pauseMs;
  }
  return sessions;
}

interface SessionDraft {
  readonly client: DemoClient;
  readonly build: Build;
  readonly startMs: number;
  readonly endMs: number;
  readonly rate: number;
}

function makeSession(random: Random, draft: SessionDraft): BrowserSession {
  const { client, build, startMs, rate } = draft;
  const untilCrashMs = (-Math.log(1 - random.next()) / rate) * HOUR_MS;
  const hasCrashed = startMs + untilCrashMs < draft.endMs;
  const endMs = hasCrashed
    ? Math.floor(startMs + Math.max(SHORTEST_MS / 3, untilCrashMs))
    : draft.endMs;
  const id = uuid(random);
  return {
    id,
    client,
    build,
    startMs,
    endMs,
    hasCrashed,
    subsessions: split(random, startMs, endMs, hasCrashed),
    random: openRandom(id),
  };
}

/** Splits a long session where the environment changed. */
function split(random: Random, startMs: number, endMs: number, hasCrashed: boolean): Subsession[] {
  const last = hasCrashed ? "aborted-session" : "shutdown";
  const isCut = endMs - startMs > HOUR_MS && chance(random, 0.55);
  if (!isCut) return [{ startMs, endMs, reason: last, counter: 1 }];
  const cutMs = Math.floor(startMs + (endMs - startMs) * (0.25 + 0.5 * random.next()));
  return [
    { startMs, endMs: cutMs, reason: "environment-change", counter: 1 },
    { startMs: cutMs, endMs, reason: last, counter: 2 },
  ];
}

/**
 * Milliseconds from midnight UTC to the first start: a morning hour in the client's timezone, moved
 * so that the session fits into the day.
 */
function firstStart(random: Random, { timezoneMinutes }: DemoClient): number {
  const localHour = 6 + 6 * random.next();
  const utcHour = (localHour - timezoneMinutes / 60 + 24) % 24;
  return Math.floor(Math.min(utcHour, 14 + 2 * random.next()) * HOUR_MS);
}

const pause = (random: Random): number => between(random, 240_000, 7_200_000);
