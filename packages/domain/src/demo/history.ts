import { brokenSubmission } from "./broken-pings.ts";
import { DAY_MS } from "./builds.ts";
import { clientBuild, type DemoClient, type FleetPlan, fleetClients, isAlive } from "./clients.ts";
import { mainPing } from "./main-ping.ts";
import { collectionFactor } from "./planted-faults.ts";
import { between, chance, openRandom, uuid } from "./random.ts";
import { type BrowserSession, clientSessions } from "./sessions.ts";
import { CRASH_TYPE, crashPing, SESSION_TYPE, sessionPing } from "./structured-pings.ts";
import { type DemoSubmission, structuredSubmission, telemetrySubmission } from "./submission.ts";

/** The fleet of the demo: 400 profiles over three weeks that end today. */
export function demoPlan(today: number, seed = "headwater"): FleetPlan {
  const days = 21;
  return { seed, firstDay: today - days + 1, days, clients: 400 };
}

const DUPLICATE_CHANCE = 0.006;
const BROKEN_A_DAY = 7;

/** Days of the history, newest first, because a person looks at the newest days first. */
export function historyDays({ firstDay, days }: FleetPlan): number[] {
  return Array.from({ length: days }, (_, index) => firstDay + days - 1 - index);
}

/**
 * Everything that the fleet sent on one UTC day, in the order of arrival. The same plan and day
 * give the same submissions, byte for byte.
 */
export function daySubmissions(plan: FleetPlan, day: number): DemoSubmission[] {
  const clients = fleetClients(plan).filter((client) => isAlive(client, day));
  const submissions = clients.flatMap((client) =>
    clientSessions(plan, client, day).flatMap((session) => sessionSubmissions(plan, session)),
  );
  return [
    ...submissions,
    ...duplicates(plan, day, submissions),
    ...broken(plan, day, clients),
  ].sort((one, other) => one.atMs - other.atMs || (one.documentId < other.documentId ? -1 : 1));
}

/**
 * The submissions of one session: a main ping for each subsession, a crash ping if the session
 * crashed, and a session ping at the end.
 */
export function sessionSubmissions(plan: FleetPlan, session: BrowserSession): DemoSubmission[] {
  const { client, build, random } = session;
  const input = (endMs: number) => ({
    documentId: uuid(random),
    client,
    build,
    atMs: endMs + between(random, 500, 90_000),
  });
  const mains = session.subsessions.map((subsession) => {
    const submission = input(subsession.endMs);
    const factor = collectionFactor(plan, build);
    const { documentId } = submission;
    const document = mainPing({ session, subsession, documentId, collectionFactor: factor });
    return telemetrySubmission("main", { ...submission, document });
  });
  const crashes = session.hasCrashed
    ? [structuredSubmission(CRASH_TYPE, { ...input(session.endMs), document: crashPing(session) })]
    : [];
  const end = { ...input(session.endMs), document: sessionPing(session) };
  return [...mains, ...crashes, structuredSubmission(SESSION_TYPE, end)];
}

/** Some submissions are sent again, as clients do when the answer got lost. */
function duplicates(plan: FleetPlan, day: number, sent: readonly DemoSubmission[]) {
  const random = openRandom(plan.seed, "again", day);
  const latestMs = (day + 1) * DAY_MS - 1000;
  return sent
    .filter(() => chance(random, DUPLICATE_CHANCE))
    .map((again) => ({
      ...again,
      atMs: Math.min(latestMs, again.atMs + between(random, 5e3, 6e4)),
    }));
}

function broken(plan: FleetPlan, day: number, clients: readonly DemoClient[]): DemoSubmission[] {
  const random = openRandom(plan.seed, "broken", day);
  return Array.from({ length: BROKEN_A_DAY }, () => {
    const client = clients[between(random, 0, clients.length - 1)];
    const atMs = day * DAY_MS + between(random, 0, DAY_MS - 1);
    if (client === undefined) return [];
    return [brokenSubmission(random, { client, build: clientBuild(client, day), atMs })];
  }).flat();
}
