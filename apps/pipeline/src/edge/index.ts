import {
  type EventLog,
  LogError,
  type LogEvent,
  openEventLog,
  type Producer,
} from "@headwater/log";
import { ConfigError } from "@headwater/runtime";
import type { RoleContext, StartRole } from "../role-context.ts";
import { openEdgeMetrics } from "./edge-metrics.ts";
import { createEdgeServer, drain, listen } from "./edge-server.ts";
import { openIntake } from "./intake.ts";
import { openMicroClock } from "./micro-clock.ts";
import { watchBodies } from "./open-bodies.ts";
import { startRetention } from "./retention.ts";

const TOPIC = "unvalidated";
const DRAIN_MS = 5000;
const VERSION = { build: "source", commit: "unknown", source: "headwater", version: "0.1.0" };

/** Starts the ingest service: what it answers with 200 is in the log and fsynced. */
export const startEdge: StartRole = async (context) => {
  const { config, logger, lifecycle } = context;
  const intake = openIntake();
  const metrics = openEdgeMetrics(context.metrics, intake);
  const place = { host: config.host, port: config.edgePort };
  const log = openLog(context, (event) => {
    metrics.observe(event);
    tell(event, place, context);
  });
  lifecycle.onStop(() => log.close());
  const producer = await openTopic(log);
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
    maxBodyBytes: config.edge.maxBodyBytes,
    onBug: (error) => logger.error({ err: error }, "bug: a request failed"),
  });
  place.port = await listen(server, config.host, config.edgePort);
  const { retentionHours } = config.log;
  lifecycle.onStop(startRetention({ log, database: context.database, logger, retentionHours }));
  lifecycle.onStop(() => {
    intake.stopped = true;
    return drain(server, DRAIN_MS);
  });
  context.report("running", place);
  logger.info(place, "edge is listening");
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
    return await log.producer(TOPIC);
  } catch (error) {
    if (error instanceof LogError && error.code === "locked")
      throw new ConfigError(`Another edge uses this home: ${error.message}.`, { cause: error });
    throw error;
  }
}

function tell(
  event: LogEvent,
  place: Readonly<Record<string, unknown>>,
  { logger, report }: RoleContext,
): void {
  if (event.kind === "failed") {
    logger.error({ err: event.error }, "the log takes nothing");
    report("degraded", { ...place, log: event.error.message });
  }
  if (event.kind === "writable") {
    logger.info("the log takes appends again");
    report("running", place);
  }
  if (event.kind === "recovered" && (event.truncatedBytes > 0 || event.damaged.length > 0)) {
    const { topic, truncatedBytes, damaged } = event;
    logger.warn({ topic, truncatedBytes, damaged }, "the log was recovered");
  }
}
