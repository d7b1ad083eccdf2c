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
import {
  type OtherInstances,
  pollWhileOthersExist,
  watchOtherInstances,
} from "./other-instances.ts";
import { openSeeds } from "./plan-execution.ts";
import type { QueryContext } from "./query-context.ts";
import { openResultStorage } from "./result-storage.ts";
import { removeOldResults } from "./retention.ts";
import { serveRequests } from "./server.ts";
import { openWorkFolder } from "./work-folder.ts";

const RETENTION_MS = 600_000;
// Limit of the temporary data of one statement on the disk.
const SPILL_MB = 4096;
const RESULT_BYTES = 4 * 1024 ** 3;

/**
 * Starts the query role, which claims executions, runs them in sandboxed workers and serves their
 * results on the role's socket.
 */
export const startRole: StartRole = async (context) => {
  const { clock, config, database, lifecycle, logger, report } = context;
  const others = await watchOtherInstances(context);
  const queryContext = await openQueryContext(context, others);
  const dispatch = startDispatch(queryContext);
  // This refresh only spares the next statement a wait: every statement gets the newest catalogue
  // anyway.
  const refresh = () => queryContext.catalogue.current().catch(() => undefined);
  await listen(database, [EXECUTION_CHANNEL, SCHEMA_CHANNEL], {
    signal: lifecycle.signal,
    onNotify: (channel) => void (channel === SCHEMA_CHANNEL ? refresh() : dispatch.wake()),
  });
  const handlers = openHandlers(queryContext, dispatch.wake);
  const path = socketPath(config.paths.run, "query");
  const close = await serveRequests(path, handlers, { clock, logger });
  const stopCleaning = clock.every(
    RETENTION_MS,
    () =>
      void removeOldResults(queryContext, clock.now()).catch((error: unknown) =>
        logger.warn({ err: error }, "old results were not removed"),
      ),
  );
  for (const text of queryContext.engine.notes) sendToParent({ kind: "note", text });
  report(
    queryContext.engine.notes.length === 0 ? "running" : "degraded",
    engineDetails(queryContext.engine),
  );
  lifecycle.onStop(async () => {
    stopCleaning();
    others.stop();
    await close();
    await dispatch.close();
    queryContext.storage.close();
    await queryContext.engine.close();
  });
};

/** The status details: the kind of the sandbox, and the notes of the engine about it. */
function engineDetails({ kind, notes }: QueryContext["engine"]): StageDetail[] {
  const details = notes.map((text): StageDetail => {
    return { label: "Note", value: text, unit: "text", short: "{}" };
  });
  return [...details, { label: "Sandbox", value: kind, unit: "text", short: "sandbox {}" }];
}

async function openQueryContext(
  { config, clock, database, logger, metrics }: RoleContext,
  others: OtherInstances,
): Promise<QueryContext> {
  const temporary = join(config.paths.temporary, "query");
  // The paths of the seeds are a part of the cache key of a result, so that all instances share the
  // seeds.
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
  const live = pollWhileOthersExist(openLiveExecutions(), others);
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
    storage: openResultStorage({
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
