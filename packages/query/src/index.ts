export { type CompletionCatalogue, complete } from "./complete/complete.ts";
export type { JobOutcome, Stop } from "./engine/job-outcome.ts";
export {
  emptyTables,
  planViews,
  type ViewPlan,
  type ViewTable,
  viewColumns,
} from "./engine/lake-views.ts";
export {
  openQueryEngine,
  type QueryEngine,
  type QueryEngineOptions,
} from "./engine/open-engine.ts";
export { type JobEvents, type JobRequest, runJob } from "./engine/run-job.ts";
export { ServiceError } from "./engine/service.ts";
export type { Worker } from "./engine/worker-pool.ts";
export { lineAndColumn, pathLength } from "./errors/position.ts";
export { shorten } from "./errors/shorten.ts";
export { similarNames } from "./errors/similar.ts";
export type { GateVerdict, JudgedText, NamedTable } from "./gate/verdict.ts";
export { DOWNLOAD } from "./protocol/calls.ts";
export type * from "./protocol/index.ts";
export { isCall, wireOf } from "./protocol/wire.ts";
export { downloadBytes } from "./reader/download.ts";
export type { StoredResult } from "./reader/source.ts";
export { SandboxError } from "./sandbox/open-sandbox.ts";
