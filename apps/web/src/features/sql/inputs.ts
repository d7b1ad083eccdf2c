import { pageRequest } from "@headwater/query/client";
import { z } from "zod";
import { executionId, parameterRecord, sqlText } from "../executions/public.ts";
import { mappingInput } from "../saved-queries/public.ts";

/** Rows: the grid asks for 200, copying for 1,000 at once. */
const MAX_PAGE_ROWS = 1000;
/** A chart never gets more points a series than can be told apart. */
const MAX_POINTS = 2000;

/** Of `$name` parameters: the engine makes of the text what the statement needs. */
const parameters = parameterRecord(
  z.string().max(10_000, "A parameter's value has at most 10,000 characters."),
).refine(
  (values) => !Object.keys(values).some((name) => /[ .]/.test(name)),
  "A parameter's name has no space and no dot where the statement has it as $name.",
);

export const runInput = z.object({
  sql: sqlText,
  rowLimit: z.number().int().min(1).max(10_000_000).nullable(),
  fresh: z.boolean().default(false),
  savedQueryId: z.number().int().nullable().default(null),
  parameters: parameters.default({}),
});

export const pageInput = pageRequest.extend({
  executionId,
  limit: z.number().int().min(1).max(MAX_PAGE_ROWS),
});

export const chartInput = z.object({
  executionId,
  mapping: mappingInput,
  maxPoints: z.number().int().min(10).max(MAX_POINTS).default(MAX_POINTS),
});
