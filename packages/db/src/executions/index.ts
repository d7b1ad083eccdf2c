export {
  beginExecution,
  type ClaimedExecution,
  claimExecution,
  expireResults,
  recoverExecutions,
  releaseExecutions,
  renewLeases,
} from "./claims.ts";
export {
  createExecution,
  EXECUTION_CHANNEL,
  type ExecutionEnd,
  type ExecutionReach,
  findCached,
  finishExecution,
  getExecution,
  getExecutionReach,
  type HistoryFilter,
  listExecutions,
  type NewExecution,
  queueExecution,
  requestCancel,
  requestCancelOfUser,
} from "./executions.ts";
export { forgetResults, listStoredResults, type StoredResultRow } from "./stored-results.ts";
