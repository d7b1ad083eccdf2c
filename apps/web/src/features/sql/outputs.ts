import type { Execution, ExecutionError } from "@headwater/domain";
import type {
  ChartData,
  ColumnProfile,
  ExecutionProgress,
  ResultPage,
  Suggestion,
} from "@headwater/query/client";
import { z } from "zod";
import type { TreeTable } from "./schema-filter.ts";

// What the query role answers was made by our own code of the same version, and checking each of thousands of cells again would cost more than reading them: these name the type only.
export const progressOutput = z.custom<ExecutionProgress>();
export const pageOutput = z.custom<ResultPage>();
export const chartOutput = z.custom<ChartData>();
export const profileOutput = z.custom<ColumnProfile>();
export const errorOutput = z.custom<ExecutionError | null>();
export const suggestionsOutput = z.custom<readonly Suggestion[]>();
export const treeOutput = z.custom<readonly TreeTable[]>();
export const historyOutput = z.custom<readonly Execution[]>();
