import type { Database } from "@headwater/db";
import type { Lifecycle, Logger } from "@headwater/runtime";

export type Report = (
  state: "starting" | "running" | "degraded",
  details?: Readonly<Record<string, unknown>>,
) => void;

interface ReportOptions {
  readonly stage: string;
  readonly database: Database;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** Details that every report carries. */
  readonly always?: Readonly<Record<string, unknown>>;
}

const HEARTBEAT_MS = 2000;

interface StatusRow {
  readonly report: Report;
  /** Reports that the role is running, unless it reported something else while it started. */
  started(): void;
}

/** Keeps this stage's row in `stage_status` fresh: at each report and every two seconds. A database that is down only delays it. */
export function openReport(options: ReportOptions): StatusRow {
  const { stage, database, logger, lifecycle, always = {} } = options;
  const startedAt = new Date();
  let state: string = "starting";
  let details: Readonly<Record<string, unknown>> = {};
  let writing = false;
  let isAway = false;

  const write = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    try {
      await database.pool.query(
        `INSERT INTO stage_status (stage, pid, state, details, started_at, at) VALUES ($1, $2, $3, $4, $5, now())
         ON CONFLICT (stage) DO UPDATE SET pid = $2, state = $3, details = $4, started_at = $5, at = now()`,
        [stage, process.pid, state, JSON.stringify({ ...details, ...always }), startedAt],
      );
      isAway = false;
    } catch (error) {
      // This is logged once: the next try comes in two seconds, and the database may be away for days.
      if (!isAway) logger.warn({ err: error }, "the status could not be written");
      isAway = true;
    } finally {
      writing = false;
    }
  };

  const timer = setInterval(() => void write(), HEARTBEAT_MS);
  lifecycle.onStop(async () => {
    clearInterval(timer);
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
