import { hostname } from "node:os";
import type { Database } from "@headwater/db";
import { removeForgottenInstances, reportInstance } from "@headwater/db/stages";
import type { StageDetail } from "@headwater/domain/stages";
import { type Clock, isAlive, type Lifecycle, type Logger } from "@headwater/runtime";

export type Report = (
  state: "starting" | "running" | "degraded",
  details?: readonly StageDetail[],
) => void;

interface ReportOptions {
  readonly clock: Clock;
  readonly stage: string;
  readonly database: Database;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** Loopback port with the process's figures. */
  readonly metricsPort: number;
}

const HEARTBEAT_MS = 2000;
const CLEAN_UP_MS = 60_000;

interface StatusRow {
  readonly report: Report;
  /** Reports that the role is running, unless it reported something else while it started. */
  started(): void;
}

/**
 * Keeps this process's row in `stage_status` fresh: at each report and every two seconds. A database that is down only
 * delays it.
 */
export function openReport(options: ReportOptions): StatusRow {
  const { clock, logger, lifecycle } = options;
  let state: string = "starting";
  let details: readonly StageDetail[] = [];
  let writing = false;
  let isAway = false;
  const writeRow = openRow(options);

  const write = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    try {
      await writeRow(state, details);
      isAway = false;
    } catch (error) {
      // This is logged once: the next try comes in two seconds, and the database may be away for days.
      if (!isAway) logger.warn({ err: error }, "the status could not be written");
      isAway = true;
    } finally {
      writing = false;
    }
  };

  const stopBeating = clock.every(HEARTBEAT_MS, () => void write());
  lifecycle.onStop(async () => {
    stopBeating();
    state = "stopped";
    await write();
  });
  const report: Report = (nextState, nextDetails) => {
    state = nextState;
    details = nextDetails ?? details;
    void write();
  };
  return {
    report,
    started() {
      if (state === "starting") report("running");
    },
  };
}

/** Writes the row under the name that the process was given, and from time to time removes forgotten rows. */
function openRow({ clock, stage, database, metricsPort }: ReportOptions) {
  const startedAt = clock.now();
  const identity = { stage, host: hostname(), pid: process.pid, metricsPort, startedAt };
  let instance: string | null = null;
  let cleanedAt = 0;
  return async (state: string, details: readonly StageDetail[]): Promise<void> => {
    instance = await reportInstance(
      database,
      { ...identity, instance, state, details },
      { isAlive },
    );
    const now = clock.now().getTime();
    if (now - cleanedAt < CLEAN_UP_MS) return;
    cleanedAt = now;
    await removeForgottenInstances(database);
  };
}
