import { EmbeddedLog } from "./embedded/embedded-log.ts";
import type { EmbeddedLogConfig } from "./embedded/options.ts";
import type { EventLog } from "./event-log.ts";

/** Which event log to open; further adapters add their member here. */
export type EventLogConfig = EmbeddedLogConfig;

/** Opens the event log that the configuration names. Nothing is read or created before a producer or consumer is asked for. */
export function openEventLog(config: EventLogConfig): EventLog {
  switch (config.kind) {
    case "embedded":
      return new EmbeddedLog(config);
  }
}
