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

const owner = z.object({ id: z.string(), name: z.string(), email: z.string() });
const queryHead = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  sql: z.string(),
  ownerId: z.string(),
  owner,
  tags: z.array(z.string()),
  version: z.number(),
  origin: z.string(),
  archivedAt: z.date().nullable(),
  latestExecutionId: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export const chartRow = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  options: z.unknown(),
  position: z.number(),
});
export const queryOutput = queryHead.extend({ visualizations: z.array(chartRow) });
export const readableQueryOutput = queryOutput.extend({ canEdit: z.boolean() });
export const listOutput = z.object({
  count: z.number(),
  page: z.number(),
  pageSize: z.number(),
  queries: z.array(queryHead),
});
