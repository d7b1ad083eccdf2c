export { DATA_SOURCE } from "./data-source.ts";
export {
  DOWNLOAD_WORDS,
  download,
  downloadQuery,
  fileName,
  partsOf,
  resultJson,
  TYPES,
} from "./downloads.ts";
export { executionId, parameterRecord, sqlText } from "./inputs.ts";
export { jobOrResult } from "./job-or-result.ts";
export { parameterValues } from "./parameter-values.ts";
export { fileAnswer, jobAnswer, jobOf, resultAnswer } from "./redash-result.ts";
export {
  cancelRun,
  progressOf,
  type RunContext,
  readableRun,
  startRun,
  storedPage,
} from "./runs.ts";
