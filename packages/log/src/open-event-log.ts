import { EmbeddedLog } from "./embedded/embedded-log.ts";
import type { EmbeddedLogConfig } from "./embedded/options.ts";
import type { EventLog } from "./event-log.ts";

/** The configuration of an event log; each further adapter adds a member. */
export type EventLogConfig = EmbeddedLogConfig;

/**
 * Opens the event log that the configuration names. Nothing is read or created before the first
 * producer or consumer is opened.
 */
export function openEventLog(config: EventLogConfig): EventLog {
  switch (config.kind) {
    case "embedded":
      return new EmbeddedLog(config);
  }
}
