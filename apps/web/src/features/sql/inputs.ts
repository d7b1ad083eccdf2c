import { pageRequest } from "@headwater/query/client";
import { z } from "zod";
import { executionId, parameterRecord, sqlText } from "../executions/public.ts";
import { mappingInput } from "../saved-queries/public.ts";

/** The most rows of one page: the grid asks for 200 rows at once, copying for 1,000. */
const MAX_PAGE_ROWS = 1000;
/** The most points of one series of a chart: more points could not be distinguished. */
const MAX_POINTS = 2000;

/**
 * Values of `$name` parameters as text, which the engine converts to the type that the statement
 * needs.
 */
const parameters = parameterRecord(
  z.string().max(10_000, "A parameter's value has at most 10,000 characters."),
).refine(
  (values) => !Object.keys(values).some((name) => /[ .]/.test(name)),
  "The name of a $name parameter must not contain a space or a dot.",
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
