export { executionId, parameterRecord, sqlText } from "./inputs.ts";
export {
  cancelRun,
  progressOf,
  type RunContext,
  readableRun,
  startRun,
  storedPage,
} from "./runs.ts";
