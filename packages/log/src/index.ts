export type { DamagedRange, EmbeddedLogConfig, LogEvent } from "./embedded/options.ts";
export * from "./event-log.ts";
export { type EventLogConfig, openEventLog } from "./open-event-log.ts";
