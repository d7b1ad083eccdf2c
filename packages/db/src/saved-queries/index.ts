export { createChart, deleteChart, updateChart } from "./charts.ts";
export { isLatestOfQuery, latestOfQueries } from "./latest.ts";
export {
  archiveQuery,
  createQuery,
  findQueriesByName,
  getQuery,
  listQueries,
  type NewChart,
  type NewQuery,
  type QueryChange,
  type QueryFields,
  type QueryFilter,
  recentQueries,
  type SavedQuery,
  saveQuery,
} from "./queries.ts";
export { type QueryRunRequest, startQueryRun } from "./run.ts";
