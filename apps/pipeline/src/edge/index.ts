import { readApiKeyOwner } from "@headwater/db/people";
import {
  type EventLog,
  LogError,
  type LogEvent,
  openEventLog,
  type Producer,
} from "@headwater/log";
import { ConfigError } from "@headwater/runtime";
import { TOPICS } from "@headwater/schemas";
import type { RoleContext, StartRole } from "../role-context.ts";
import { openEdgeMetrics } from "./edge-metrics.ts";
import { createEdgeServer, drain, listen } from "./edge-server.ts";
import { openEdgeStatus } from "./edge-status.ts";
import { openIntake } from "./intake.ts";
import { openMicroClock } from "./micro-clock.ts";
import { watchBodies } from "./open-bodies.ts";
import { startRetention } from "./retention.ts";
import { openRetryingProducer } from "./retrying-producer.ts";

const DRAIN_MS = 5000;
/**
 * How often the edge checks whether it could accept a ping: the status pages show the result even
 * without traffic.
 */
const CHECK_MS = 2000;
const VERSION = { build: "source", commit: "unknown", source: "headwater", version: "0.1.0" };

/**
 * Starts the ingest service: a ping that was answered with 200 is in the log and synced to disk.
 */
export const startRole: StartRole = async (context) => {
  const { config, logger, lifecycle } = context;
  const intake = openIntake();
  const metrics = openEdgeMetrics(context.metrics, intake);
  const status = openEdgeStatus(context);
  const observe = (event: LogEvent): void => {
    metrics.observe(event);
    status.observe(event);
  };
  const log = openLog(context, observe);
  lifecycle.onStop(() => log.close());
  const producer = await openRetryingProducer(() => openTopic(log), {
    clock: context.clock,
    topic: TOPICS.unvalidated,
    observe,
  });
  lifecycle.onStop(() => producer.close());
  const server = createEdgeServer({
    producer,
    intake,
    bodies: watchBodies(),
    metrics,
    crashPoint: context.crashPoint,
    nowMicros: openMicroClock({ wallMs: Date.now, steadyMs: () => performance.now() }),
    random: Math.random,
    registry: context.metrics,
    version: VERSION,
    host: config.host,
    isUsableKey: async (key) => (await readApiKeyOwner(context.database, key)) !== null,
    maxBodyBytes: config.edge.maxBodyBytes,
    onBug: (error) => logger.error({ err: error }, "bug: a request failed"),
  });
  const port = await listen(server, config.host, config.edgePort);
  const { retentionHours } = config.log;
  const { clock, database } = context;
  lifecycle.onStop(startRetention({ clock, log, database, logger, retentionHours }));
  lifecycle.onStop(() => {
    intake.stopped = true;
    return drain(server, DRAIN_MS);
  });
  status.listening({ host: config.host, port });
  // The check makes the log report whether a ping would be accepted, as an append does.
  lifecycle.onStop(clock.every(CHECK_MS, () => void producer.check().catch(() => undefined)));
};

function openLog(context: RoleContext, observe: (event: LogEvent) => void): EventLog {
  const { config, crashPoint } = context;
  return openEventLog({
    kind: "embedded",
    dir: config.paths.log,
    segmentBytes: config.log.segmentBytes,
    reserveBytes: config.edge.reserveBytes,
    crashPoint,
    observe,
  });
}

async function openTopic(log: EventLog): Promise<Producer> {
  try {
    return await log.producer(TOPICS.unvalidated);
  } catch (error) {
    if (error instanceof LogError && error.code === "locked")
      throw new ConfigError(`Another edge uses this home: ${error.message}.`, { cause: error });
    throw error;
  }
}
