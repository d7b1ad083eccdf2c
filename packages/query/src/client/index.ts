export type * from "../protocol/index.ts";
export {
  chartData,
  columnProfile,
  execution,
  executionError,
  executionProgress,
  lakeReport,
  pageRequest,
  resultPage,
  suggestion,
} from "../protocol/values.ts";
export { downloadNames } from "../reader/source.ts";
export { openQueryClient } from "./open-query-client.ts";
