import { join } from "node:path";
import { isDatabaseAway, type RetryOptions, retryWhileAway } from "@headwater/db";
import { type Activity, openActivity } from "@headwater/db/activity";
import { openManifestStore } from "@headwater/db/lake";
import { type LakeEngine, openLakeEngine, openLakeWriter, readDocumentIds } from "@headwater/lake";
import { type Consumer, type EventLog, openEventLog } from "@headwater/log";
import type { LakeFile, ManifestStore } from "@headwater/schemas";
import { LOADER_GROUP, TOPICS } from "@headwater/schemas";
import { diskShortage } from "../disk-shortage.ts";
import type { RoleContext } from "../role-context.ts";
import { openDecideInTime } from "./decide-in-time.ts";
import { openMarkerFile, planRecovery } from "./in-progress.ts";
import { LandingStoppedError, openLander } from "./lander.ts";
import { LiveTail } from "./live-tail.ts";
import { LoaderLoop, type LoopEvents } from "./loader-loop.ts";
import { openLoaderMetrics } from "./loader-metrics.ts";
import { LoaderStatus } from "./loader-status.ts";
import { SeenDocuments } from "./seen-documents.ts";
import type { Decide } from "./settle.ts";
import { openTimeLimit } from "./time-limit.ts";

// Submissions of now come first, a replay takes what is left.
const TAIL_MS = 250;
const PRUNE_MS = 10_000;

/** What the steps hand to the loop. */
export interface Steps {
  readonly decide: Decide;
  /** Column name of a document key. */
  readonly columnName: (key: string) => string;
  /** Brings up to date what `decide` keeps in memory: called after records were read and before they are decided. */
  readonly refresh: () => Promise<void>;
}

/** Where the group goes on in each topic; every topic has the one partition 0. */
function startOffsets(positions: ReadonlyMap<string, number>): Map<string, number> {
  const topics: readonly string[] = Object.values(TOPICS);
  return new Map(topics.map((topic) => [topic, positions.get(`${topic}/0`) ?? 0]));
}

/** Opens everything the loader works with and starts its loop; an error that ends the loop ends the process, which starts again at the last commit. */
export async function runLoader(context: RoleContext, steps: Steps): Promise<void> {
  const { config, database, logger, crashPoint, lifecycle } = context;
  let status: LoaderStatus | null = null;
  const retry: RetryOptions = {
    signal: lifecycle.signal,
    onRetry: (error) => status?.setTrouble(`The database is away: ${(error as Error).message}`),
  };
  const store = openManifestStore(database, { crashPoint, ...retry });
  const { epoch, next: positions } = await store.acquire(LOADER_GROUP);
  const next = startOffsets(positions);
  const log = openLog(context);
  const sources = await openSources(log);
  const engine = await openLakeEngine();
  const writer = await openLakeWriter({
    root: config.paths.lake,
    columnName: steps.columnName,
    crashPoint,
  });
  const metrics = openLoaderMetrics(context);
  const marker = openMarkerFile(join(config.paths.run, "loader-in-progress.json"));
  const tail = new LiveTail(openActivity(database));
  const loop: LoaderLoop = new LoaderLoop({
    sources,
    next,
    tail,
    marker,
    logger,
    clock: context.clock,
    refresh: () => retryWhileAway(steps.refresh, retry),
    decideTurn: openDecideInTime({
      decide: steps.decide,
      within: openTimeLimit(),
      now: Date.now,
      onTooSlow(type) {
        metrics.tooSlow();
        logger.warn({ type }, "a document took too long to decide; it is rejected");
      },
    }),
    signal: lifecycle.signal,
    seen: seenDocuments(context, store, engine),
    recovery: planRecovery(marker.read(), next),
    limits: config.loader,
    events: both(metrics.observe, () => status?.events),
    land: openLander({
      group: LOADER_GROUP,
      epoch,
      store,
      writer,
      crashPoint,
      logger,
      clock: context.clock,
      signal: lifecycle.signal,
      shortage: () => shortageOf(context),
      onTrouble: (reason) => status?.setTrouble(reason),
      onWriting: (isWriting) => loop.setBusy(isWriting),
    }),
  });
  status = new LoaderStatus({
    sources,
    report: context.report,
    setLag: metrics.setLag,
    clock: context.clock,
    positions: () => loop.positions,
  });
  const stopTail = keepTail(context, tail, openActivity(database));
  const done = untilDone(loop, lifecycle.signal, async () => {
    stopTail();
    status?.stop();
    await log.close();
    writer.close();
    engine.close();
  });
  lifecycle.onStop(() => done);
  // Not awaited: the role is ready as soon as it reads. A failure becomes an unhandled rejection, which ends the process.
  void done;
}

function shortageOf({ config }: RoleContext): string | null {
  const { reserveBytes } = config.edge;
  return diskShortage({ use: "landing", folder: config.paths.lake, reserveBytes });
}

/** Runs the loop to its end. A stop while the disk is full or the database is away is no failure: what did not land is still in the log. */
async function untilDone(
  loop: LoaderLoop,
  signal: AbortSignal,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await loop.run();
  } catch (error) {
    const isOurs = error instanceof LandingStoppedError || isDatabaseAway(error);
    if (!signal.aborted || !isOurs) throw error;
  } finally {
    await close();
  }
}

function openLog({ config, logger }: RoleContext): EventLog {
  return openEventLog({
    kind: "embedded",
    dir: config.paths.log,
    segmentBytes: config.log.segmentBytes,
    reserveBytes: config.edge.reserveBytes,
    observe: (event) => logger.debug({ event }, "event log"),
  });
}

async function openSources(log: EventLog): Promise<Map<string, Consumer>> {
  const sources = new Map<string, Consumer>();
  for (const topic of Object.values(TOPICS)) sources.set(topic, await log.consumer(topic));
  return sources;
}

function seenDocuments(
  { config, logger }: RoleContext,
  store: ManifestStore,
  engine: LakeEngine,
): SeenDocuments {
  return new SeenDocuments({
    days: config.loader.dedupeDays,
    liveFiles: async (day) =>
      (await store.liveFiles()).filter(({ submissionDate }) => submissionDate === day),
    readIds: (files: readonly LakeFile[]) =>
      readDocumentIds(files, {
        engine,
        root: config.paths.lake,
        onUnreadable: ({ path }, error) =>
          logger.error({ err: error, path }, "a file of the lake can't be read"),
      }),
  });
}

function both(one: LoopEvents, other: () => LoopEvents | undefined): LoopEvents {
  return {
    decided(topic, ending) {
      one.decided(topic, ending);
      other()?.decided(topic, ending);
    },
    skipped(topic, records) {
      one.skipped(topic, records);
      other()?.skipped(topic, records);
    },
    landed(batch, landed, submissions) {
      one.landed(batch, landed, submissions);
      other()?.landed(batch, landed, submissions);
    },
  };
}

/** Hands the live tail over several times a second, never in the way of landing: what the database does not take is left out. */
function keepTail({ clock, logger }: RoleContext, tail: LiveTail, activity: Activity): () => void {
  let flushing = false;
  const stopFlushing = clock.every(TAIL_MS, () => {
    if (flushing) return;
    flushing = true;
    tail
      .flush()
      .catch((error: unknown) => logger.debug({ err: error }, "the live tail was not written"))
      .finally(() => {
        flushing = false;
      });
  });
  const stopPruning = clock.every(PRUNE_MS, () => {
    activity
      .prune()
      .catch((error: unknown) => logger.debug({ err: error }, "the live tail was not pruned"));
  });
  return () => {
    stopFlushing();
    stopPruning();
  };
}
