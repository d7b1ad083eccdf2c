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
  /** The loopback port at which the process serves its metrics. */
  readonly metricsPort: number;
}

const HEARTBEAT_MS = 2000;
const CLEAN_UP_MS = 60_000;

interface StatusRow {
  readonly report: Report;
  /** Reports that the role is running, unless the role reported another state during its start. */
  started(): void;
}

/**
 * Writes this process's row in `stage_status` at each report and every two seconds. While the
 * database is not reachable, the row is only written later.
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
      // The failure is logged once, because it repeats every two seconds while the database is not
      // reachable.
      if (!isAway) logger.warn({ err: error }, "the status could not be written");
      isAway = true;
    } finally {
      writing = false;
    }
  };

  const stopHeartbeat = clock.every(HEARTBEAT_MS, () => void write());
  lifecycle.onStop(async () => {
    stopHeartbeat();
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

/**
 * Writes the row under the instance name that the database gave to the process, and removes
 * forgotten rows once a minute.
 */
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
