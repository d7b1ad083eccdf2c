export { readTree } from "./catalog-tree.ts";
export { parameterRecord, queryInput, sqlText } from "./inputs.ts";
export { cancelRun, progressOf, readableLatest, readableRun, startRun } from "./runs.ts";
export {
  archiveQuery,
  createQuery,
  getQuery,
  listQueries,
  saveQuery,
} from "./saved-queries.ts";
