import type { z } from "zod";
import type {
  chartData,
  chartRequest,
  columnProfile,
  downloadFormat,
  executionProgress,
  pageRequest,
  resultFilter,
  resultPage,
  suggestion,
} from "./values.ts";

export type {
  CallHandlers,
  CallInput,
  CallName,
  CallOutput,
  DownloadInput,
  QueryClient,
} from "./calls.ts";

export type ChartData = z.output<typeof chartData>;
export type ChartRequest = z.output<typeof chartRequest>;
export type ColumnProfile = z.output<typeof columnProfile>;
export type DownloadFormat = z.output<typeof downloadFormat>;
export type ExecutionProgress = z.output<typeof executionProgress>;
export type PageRequest = z.output<typeof pageRequest>;
export type ResultFilter = z.output<typeof resultFilter>;
export type ResultPage = z.output<typeof resultPage>;
export type Suggestion = z.output<typeof suggestion>;
