import { hostname } from "node:os";
import { basename, join } from "node:path";
import { listen } from "@headwater/db";
import { EXECUTION_CHANNEL } from "@headwater/db/executions";
import { SCHEMA_CHANNEL } from "@headwater/db/schemas";
import type { StageDetail } from "@headwater/domain/stages";
import { openLakeEngine } from "@headwater/lake";
import { openQueryEngine, SandboxError } from "@headwater/query";
import { ConfigError, freeBytes, isAlive, sendToParent, socketPath } from "@headwater/runtime";
import type { RoleContext, StartRole } from "../role-context.ts";
import { openCatalogue } from "./catalogue.ts";
import { startDispatch } from "./dispatch.ts";
import { openHandlers } from "./handlers.ts";
import { openLiveExecutions } from "./live-executions.ts";
import { openQueryMetrics } from "./metrics.ts";
import { followingOthers, type OtherInstances, watchOtherInstances } from "./other-instances.ts";
import { openSeeds } from "./plan-execution.ts";
import type { QueryDesk } from "./query-desk.ts";
import { openResultRoom } from "./result-room.ts";
import { removeOldResults } from "./retention.ts";
import { serveRequests } from "./server.ts";
import { openWorkFolder } from "./work-folder.ts";

const RETENTION_MS = 600_000;
// A statement's spill, on disk.
const SPILL_MB = 4096;
const RESULT_BYTES = 4 * 1024 ** 3;

/** Starts the query role: claims executions, runs them in sandboxed workers, serves their results on the role's socket. */
export const startRole: StartRole = async (context) => {
  const { clock, config, database, lifecycle, logger, report } = context;
  const others = await watchOtherInstances(context);
  const desk = await openDesk(context, others);
  const dispatch = startDispatch(desk);
  // This only spares the first who asks after a change a wait: everybody gets the newest catalogue anyway.
  const refresh = () => desk.catalogue.current().catch(() => undefined);
  await listen(database, [EXECUTION_CHANNEL, SCHEMA_CHANNEL], {
    signal: lifecycle.signal,
    onNotify: (channel) => void (channel === SCHEMA_CHANNEL ? refresh() : dispatch.wake()),
  });
  const handlers = openHandlers(desk, dispatch.wake);
  const path = socketPath(config.paths.run, "query");
  const close = await serveRequests(path, handlers, { clock, logger });
  const stopCleaning = clock.every(
    RETENTION_MS,
    () =>
      void removeOldResults(desk, clock.now()).catch((error: unknown) =>
        logger.warn({ err: error }, "old results were not removed"),
      ),
  );
  for (const text of desk.engine.notes) sendToParent({ kind: "note", text });
  report(desk.engine.notes.length === 0 ? "running" : "degraded", engineDetails(desk.engine));
  lifecycle.onStop(async () => {
    stopCleaning();
    others.stop();
    await close();
    await dispatch.close();
    desk.room.close();
    await desk.engine.close();
  });
};

/** What isolates the statements, and what the engine says about that. */
function engineDetails({ kind, notes }: QueryDesk["engine"]): StageDetail[] {
  const said = notes.map((text): StageDetail => {
    return { label: "Note", value: text, unit: "text", short: "{}" };
  });
  return [...said, { label: "Sandbox", value: kind, unit: "text", short: "sandbox {}" }];
}

async function openDesk(
  { config, clock, database, logger, metrics }: RoleContext,
  others: OtherInstances,
): Promise<QueryDesk> {
  const temporary = join(config.paths.temporary, "query");
  // The paths of the seeds are a part of what a cached result is found by: all instances share them.
  const seeds = join(temporary, "seeds");
  const folder = await openWorkFolder(temporary, {
    owner: { host: hostname(), pid: process.pid },
    shared: [basename(seeds)],
    now: clock.now(),
    isAlive,
  });
  const { memoryMb, threads, workers } = config.query;
  const engine = await openQueryEngine({
    folder,
    lakeRoot: config.paths.lake,
    resultsRoot: config.paths.results,
    readable: [seeds],
    limits: { memoryMb, threads, spillMb: SPILL_MB },
    workers,
    least: config.query.leastSandbox,
  }).catch((error: unknown) => {
    if (!(error instanceof SandboxError)) throw error;
    sendToParent({ kind: "refused", text: error.message });
    throw new ConfigError(error.message);
  });
  const catalogue = openCatalogue(database, ({ definitions }) => engine.define(definitions));
  await catalogue.current();
  const live = followingOthers(openLiveExecutions(), others);
  let lake: ReturnType<typeof openLakeEngine> | null = null;
  return {
    clock,
    database,
    engine,
    logger,
    live,
    metrics: openQueryMetrics(metrics, {
      running: () => live.running().length,
      ready: () => engine.light.ready,
    }),
    limits: config.query,
    room: openResultRoom({
      clock,
      database,
      live,
      logger,
      resultsRoot: config.paths.results,
      limits: { ...config.query.resultBytes, one: RESULT_BYTES },
      reserveBytes: config.edge.reserveBytes,
      stopReading: engine.stopReading,
      freeBytes: () => Math.min(freeBytes(config.paths.results), freeBytes(folder)),
    }),
    lakeRoot: config.paths.lake,
    resultsRoot: config.paths.results,
    catalogue,
    seedOf: openSeeds(seeds, () => {
      lake ??= openLakeEngine();
      return lake;
    }),
  };
}
