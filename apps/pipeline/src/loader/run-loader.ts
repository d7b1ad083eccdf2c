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
import type { Decide } from "./add-to-batch.ts";
import { openDecideTurn } from "./decide-turn.ts";
import { openMarkerFile, planRecovery } from "./in-progress.ts";
import { LandingStoppedError, openLandBatch } from "./land-batch.ts";
import { LiveTail } from "./live-tail.ts";
import { LoaderLoop, type LoopEvents } from "./loader-loop.ts";
import { openLoaderMetrics } from "./loader-metrics.ts";
import { LoaderStatus } from "./loader-status.ts";
import { SeenDocuments } from "./seen-documents.ts";
import { openTimeLimit } from "./time-limit.ts";

const TAIL_MS = 250;
const PRUNE_MS = 10_000;

/** The functions of the steps that the loop calls. */
export interface Steps {
  readonly decide: Decide;
  /** Column name of a document key. */
  readonly columnName: (key: string) => string;
  /**
   * Updates the schemas that `decide` keeps in memory; called after records were read and before
   * they are decided.
   */
  readonly refresh: () => Promise<void>;
}

/** The next offset of the group in each topic; every topic has only the partition 0. */
function startOffsets(positions: ReadonlyMap<string, number>): Map<string, number> {
  const topics: readonly string[] = Object.values(TOPICS);
  return new Map(topics.map((topic) => [topic, positions.get(`${topic}/0`) ?? 0]));
}

/**
 * Opens all parts of the loader and starts its loop. An error that ends the loop ends the process,
 * which starts again at the last commit.
 */
export async function runLoader(context: RoleContext, steps: Steps): Promise<void> {
  const { config, database, logger, crashPoint, lifecycle } = context;
  let status: LoaderStatus | null = null;
  const retry: RetryOptions = {
    signal: lifecycle.signal,
    onRetry: (error) =>
      status?.setTrouble(`The database is not reachable: ${(error as Error).message}`),
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
    decideTurn: openDecideTurn({
      decide: steps.decide,
      within: openTimeLimit(),
      now: Date.now,
      onTooSlow(type) {
        metrics.tooSlow();
        logger.warn({ type }, "a document took too long to decide and is rejected");
      },
    }),
    signal: lifecycle.signal,
    seen: seenDocuments(context, store, engine),
    recovery: planRecovery(marker.read(), next),
    limits: config.loader,
    events: combineEvents(metrics.observe, () => status?.events),
    land: openLandBatch({
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
  const stopTail = startTail(context, tail, openActivity(database));
  const done = untilDone(loop, lifecycle.signal, async () => {
    stopTail();
    status?.stop();
    await log.close();
    writer.close();
    engine.close();
  });
  lifecycle.onStop(() => done);
  // The promise is not awaited, because the role is ready as soon as the loop reads. A failure
  // becomes an unhandled rejection, which ends the process.
  void done;
}

function shortageOf({ config }: RoleContext): string | null {
  const { reserveBytes } = config.edge;
  return diskShortage({ use: "landing", folder: config.paths.lake, reserveBytes });
}

/**
 * Runs the loop to its end. A stop while the disk is full or the database is not reachable is no
 * failure, because the log still holds the records that did not land.
 */
async function untilDone(
  loop: LoaderLoop,
  signal: AbortSignal,
  close: () => Promise<void>,
): Promise<void> {
  try {
    await loop.run();
  } catch (error) {
    const isExpected = error instanceof LandingStoppedError || isDatabaseAway(error);
    if (!signal.aborted || !isExpected) throw error;
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

function combineEvents(one: LoopEvents, other: () => LoopEvents | undefined): LoopEvents {
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

/**
 * Writes the live tail to the database several times a second. A failed write must not delay
 * landing, so that its data is dropped.
 */
function startTail({ clock, logger }: RoleContext, tail: LiveTail, activity: Activity): () => void {
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
