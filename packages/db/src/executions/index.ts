export { requestCancel, requestCancelOfUser } from "./cancels.ts";
export {
  beginExecution,
  type ClaimedExecution,
  type ClaimToken,
  claimExecution,
  recoverExecutions,
  releaseExecutions,
  renewLeases,
} from "./claims.ts";
export { type ExecutionEnd, finishExecution } from "./ends.ts";
export {
  type ExecutionReads,
  findCached,
  getExecution,
  getExecutionReads,
  type HistoryFilter,
  latestRuns,
  listExecutions,
  type RunsOf,
} from "./reads.ts";
export {
  EXECUTION_CHANNEL,
  type NewExecution,
  recordRefusedText,
  startExecution,
} from "./start.ts";
export {
  expireResults,
  forgetResults,
  listStoredResults,
  type StoredResultRow,
} from "./stored-results.ts";
