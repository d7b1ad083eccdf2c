export { type EventLogLab, eventLogContract } from "./event-log-contract.ts";
