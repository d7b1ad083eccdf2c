import type { Database } from "@headwater/db";
import type { Clock, Config, CrashPoint, Lifecycle, Logger, Registry } from "@headwater/runtime";
import type { Report } from "./report.ts";

/** What every role is handed by the composition root; a role takes nothing from anywhere else. */
export interface RoleContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly lifecycle: Lifecycle;
  readonly crashPoint: CrashPoint;
  /** Tells the portal how this role is doing; call it when something changes, a heartbeat repeats it. */
  readonly report: Report;
}

/** Starts a role; resolves when it is ready to work. */
export type StartRole = (context: RoleContext) => Promise<void>;
