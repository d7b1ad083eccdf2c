import { listen, retryWhileAway } from "@headwater/db";
import {
  beginDemo,
  DEMO_CHANNEL,
  type DemoProgress,
  isDemoRemoved,
  readDemoProgress,
  saveDemoProgress,
  seedDemo,
} from "@headwater/db/demo";
import { openSchemaRegistry } from "@headwater/db/schemas";
import { dayOf, demoPlan, openLiveFleet, openRandom } from "@headwater/domain/demo";
import { type StageDetail, troubleDetail } from "@headwater/domain/stages";
import { type EventLog, LogError, openEventLog, type Producer } from "@headwater/log";
import { TOPICS } from "@headwater/schemas";
import { isDiskFull } from "../disk-shortage.ts";
import type { RoleContext, StartRole } from "../role-context.ts";
import { cleanUpDemo } from "./clean-up.ts";
import { sendLive } from "./live-sender.ts";
import { registerDemoSchemas } from "./register-schemas.ts";
import { writeHistory } from "./write-history.ts";

const POLL_MS = 2000;
const LOCKED_MS = 1000;
const FULL_MS = 5000;

/**
 * Starts the demo fleet unless the demo is switched off or removed: the fleet registers schemas,
 * writes its history as a replay, seeds saved queries, then sends live pings. After the removal of
 * the demo the role removes the rows of the demo.
 */
export const startRole: StartRole = async (context) => {
  const { config, database, lifecycle } = context;
  if (!config.demo) return;
  const log = openLog(context);
  lifecycle.onStop(() => log.close());
  const removal = await watchRemoval(context);
  const done = run(context, log, removal);
  // A failure must end the process, so that `done` itself has no handler. A stop waits for the
  // current work.
  lifecycle.onStop(() => done.catch(() => undefined));
  void done;
  if (await isDemoRemoved(database)) context.report("running", demoDetails("removed"));
};

async function run(context: RoleContext, log: EventLog, removal: AbortSignal): Promise<void> {
  const { database, lifecycle } = context;
  if (!removal.aborted) {
    const signal = AbortSignal.any([lifecycle.signal, removal]);
    await keepTrying(() => keepDemo(context, log, signal), context, signal);
  }
  const hasBegun = (await readDemoProgress(database).catch(() => null)) !== null;
  if (lifecycle.signal.aborted || !hasBegun) return;
  context.report("running", demoDetails("removed"));
  const { clock, config, logger } = context;
  const { lake: root, temporary } = config.paths;
  const { signal } = lifecycle;
  const cleanUp = () => cleanUpDemo({ clock, database, log, root, temporary, logger, signal });
  await keepTrying(cleanUp, context, signal);
}

/**
 * Repeats a step while the database is not reachable or the disk is full. Each attempt continues
 * where the last attempt stopped.
 */
async function keepTrying(
  step: () => Promise<void>,
  { clock, report, logger }: RoleContext,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await retryWhileAway(step, { signal });
    } catch (error) {
      if (signal.aborted) return;
      if (!isDiskFull(error)) throw error;
      logger.warn({ err: error }, "the disk is full");
      report("degraded", [
        troubleDetail("The disk is nearly full."),
        ...demoDetails("waiting for room"),
      ]);
      await clock.sleep(FULL_MS, signal);
    }
  }
}

async function keepDemo(context: RoleContext, log: EventLog, signal: AbortSignal): Promise<void> {
  const { database, logger } = context;
  await registerDemoSchemas(openSchemaRegistry(database), logger);
  const untilMs = context.clock.now().getTime();
  const plan = demoPlan(dayOf(untilMs));
  const begun = await beginDemo(database, { plan, untilMs, ends: [] });
  await Promise.all([keepSeeding(context, signal), keepSending(context, log, { begun, signal })]);
}

/** Writes the history first, then sends live pings until the demo is removed. */
async function keepSending(
  context: RoleContext,
  log: EventLog,
  { begun, signal }: { begun: DemoProgress; signal: AbortSignal },
): Promise<void> {
  const { clock, config, report } = context;
  const nowMs = () => clock.now().getTime();
  const { plan } = await loadHistory(context, log, { begun, signal });
  if (signal.aborted) return;
  report("running", demoDetails("on"));
  await sendLive({
    fleet: openLiveFleet(plan, openRandom(plan.seed, "live", nowMs())),
    host: config.host,
    port: config.edgePort,
    signal,
    clock,
    random: Math.random,
    onReach: (isReached) => reportReach(context, isReached),
  });
}

async function loadHistory(
  context: RoleContext,
  log: EventLog,
  { begun, signal }: { begun: DemoProgress; signal: AbortSignal },
): Promise<DemoProgress> {
  const { database, logger, report } = context;
  if (begun.ends.length >= begun.plan.days) return begun;
  report("running", demoDetails("loading"));
  const producer = await openTopic(log, { clock: context.clock, signal });
  if (producer === null) return begun;
  const consumer = await log.consumer(TOPICS.replay);
  try {
    const save = (progress: DemoProgress) =>
      retryWhileAway(() => saveDemoProgress(database, progress), { signal });
    const written = await writeHistory(begun, {
      producer,
      consumer,
      save,
      signal,
      now: () => context.clock.now().getTime(),
    });
    logger.info(
      { days: written.ends.length, records: written.ends.at(-1) },
      "demo history is written",
    );
    return written;
  } finally {
    await consumer.close();
    await producer.close();
  }
}

/** Opens the topic; waits while another process writes it. Null if the signal is aborted. */
async function openTopic(
  log: EventLog,
  { clock, signal }: Pick<RoleContext, "clock"> & { readonly signal: AbortSignal },
): Promise<Producer | null> {
  while (!signal.aborted) {
    try {
      return await log.producer(TOPICS.replay);
    } catch (error) {
      if (!(error instanceof LogError && error.code === "locked")) throw error;
      await clock.sleep(LOCKED_MS, signal);
    }
  }
  return null;
}

/**
 * Seeds the saved queries of the demo. They need an owner, the first admin, who may not exist yet.
 */
async function keepSeeding({ clock, database }: RoleContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const outcome = await seedDemo(database);
    if (outcome !== "no owner") return;
    await clock.sleep(POLL_MS, signal);
  }
}

/**
 * A signal that is aborted when the demo is removed. A notification tells of the removal, and a
 * check every two seconds finds a removal whose notification was lost.
 */
async function watchRemoval({ clock, database, lifecycle }: RoleContext): Promise<AbortSignal> {
  const controller = new AbortController();
  const { signal } = lifecycle;
  const check = async (): Promise<void> => {
    const isRemoved = await isDemoRemoved(database).catch(() => false);
    if (isRemoved) controller.abort();
  };
  await check();
  await listen(database, [DEMO_CHANNEL], { signal, onNotify: () => void check() });
  lifecycle.onStop(clock.every(POLL_MS, () => void check()));
  return controller.signal;
}

function openLog({ config }: RoleContext): EventLog {
  return openEventLog({
    kind: "embedded",
    dir: config.paths.log,
    segmentBytes: config.log.segmentBytes,
    reserveBytes: config.edge.reserveBytes,
  });
}

function reportReach({ report, logger }: RoleContext, isReached: boolean): void {
  report(
    isReached ? "running" : "degraded",
    demoDetails(isReached ? "on" : "waiting for the edge"),
  );
  logger.info(
    { isReached },
    isReached ? "the edge accepts demo pings" : "the edge accepts no demo pings",
  );
}

function demoDetails(how: string): StageDetail[] {
  return [{ label: "Demo", value: how, unit: "text", short: "demo {}" }];
}
