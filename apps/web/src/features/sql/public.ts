export { listInput, queryInput, sqlText } from "./inputs.ts";
export { cancelRun, progressOf, type RunContext, readableRun, startRun } from "./runs.ts";
export {
  archiveQuery,
  createQuery,
  getQuery,
  listQueries,
  noteLatestRun,
  saveQuery,
} from "./saved-queries.ts";
