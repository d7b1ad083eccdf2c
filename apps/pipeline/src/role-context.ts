import type { Database } from "@headwater/db";
import type { Clock, Config, CrashPoint, Lifecycle, Logger, Registry } from "@headwater/runtime";
import type { Report } from "./report.ts";

/**
 * The parts that the composition root gives to every role; a role gets its parts from nowhere else.
 */
export interface RoleContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly lifecycle: Lifecycle;
  readonly crashPoint: CrashPoint;
  /**
   * Reports the state of this role to the portal. A role calls this when its state changes; the
   * heartbeat repeats the last report.
   */
  readonly report: Report;
}

/** Starts a role; resolves when it is ready to work. */
export type StartRole = (context: RoleContext) => Promise<void>;
