import { askDatabase, type Database, openDatabase, retryWhileAway } from "@headwater/db";
import {
  ConfigError,
  closeStrayDescriptors,
  type Lifecycle,
  loadConfig,
  openCrashPoint,
  openLifecycle,
  openLogger,
  openMetrics,
  sendHeartbeats,
  sendToParent,
  serveMetrics,
  systemClock,
  writeOutput,
} from "@headwater/runtime";
import { openReport } from "./report.ts";
import { loadRole, pipelineRole } from "./roles.ts";

/** Starts the one role that HEADWATER_ROLES names in this process. */
async function main(): Promise<void> {
  closeStrayDescriptors();
  const config = loadConfig(process.env);
  const [wanted, ...more] = config.roles;
  const role = pipelineRole(wanted);
  if (role === null || more.length > 0)
    throw new ConfigError(
      `HEADWATER_ROLES: \`${config.roles.join(",")}\` is not the name of one pipeline role`,
    );
  if (config.databaseUrl === undefined)
    throw new ConfigError(
      "DATABASE_URL: a role needs it; `npm start` sets it for the embedded server",
    );
  const { name } = role;
  const logger = openLogger(name, config.logLevel);
  const lifecycle = openLifecycle({ logger });
  sendHeartbeats();
  const database = openDatabase(config.databaseUrl, { now: systemClock.now });
  lifecycle.onStop(() => database.close());
  const metrics = openMetrics(name);
  const served = await serveMetrics(metrics);
  lifecycle.onStop(() => served.close());
  const { report, started } = openReport({
    clock: systemClock,
    stage: name,
    database,
    logger,
    lifecycle,
    metricsPort: served.port,
  });
  report("starting");
  const start = await loadRole(role);
  if (role.needsDatabase) await untilReachable(database, lifecycle);
  await start({
    clock: systemClock,
    config,
    database,
    logger,
    lifecycle,
    metrics,
    crashPoint: openCrashPoint(config.crashAt),
    report,
  });
  started();
  sendToParent({ kind: "ready" });
  logger.info("ready");
}

/**
 * Waits until the database answers: most roles begin with statements, and the database may still be
 * starting or waiting for a full disk.
 */
async function untilReachable(database: Database, { signal }: Lifecycle): Promise<void> {
  await retryWhileAway(() => askDatabase(database), { signal });
}

main().catch((error: unknown) => {
  const { message, stack } = error as Error;
  writeOutput(2, `${error instanceof ConfigError ? message : String(stack ?? error)}\n`);
  process.exit(1);
});
