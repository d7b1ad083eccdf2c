import {
  badlyNamed,
  isTooLong,
  isUsableName,
  isWellNamed,
  TOO_LONG,
  UNUSABLE_NAME,
} from "@headwater/domain/query";
import { z } from "zod";
import { AGGREGATES, CHART_TYPES } from "../../ui/charts/mapping.ts";

/** Rows: the grid asks for 200, copying for 1,000 at once. */
const MAX_PAGE_ROWS = 1000;
/** A chart never gets more points a series than can be told apart. */
const MAX_POINTS = 2000;

export const sqlText = z
  .string()
  .min(1)
  .refine((sql) => !isTooLong(sql), TOO_LONG);
export const executionId = z.uuid();
const columnName = z.string().max(1000);

const MOST_PARAMETERS = 50;
/** What is told of more. */
const TOO_MANY = `A run takes at most ${MOST_PARAMETERS} parameters.`;

/** Values by the names of a run's parameters, however these are written. */
export function parameterRecord<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value)
    .refine((values) => Object.keys(values).every(isUsableName), UNUSABLE_NAME)
    .refine((values) => Object.keys(values).length <= MOST_PARAMETERS, TOO_MANY)
    .superRefine((values, context) => {
      const name = Object.keys(values).find((one) => isUsableName(one) && !isWellNamed(one));
      if (name !== undefined) context.addIssue({ code: "custom", message: badlyNamed(name) });
    });
}

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

export const pageInput = z.object({
  executionId,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(MAX_PAGE_ROWS),
  sort: z.object({ column: columnName, descending: z.boolean() }).nullable().default(null),
  filters: z
    .array(
      z.object({
        column: columnName,
        operator: z.enum([
          ...(["eq", "ne", "lt", "le", "gt", "ge"] as const),
          ...(["contains", "not_contains", "is_null", "not_null"] as const),
        ]),
        value: z.string().max(10_000).optional(),
      }),
    )
    .max(20)
    .default([]),
});

export const mappingInput = z.object({
  type: z.enum(CHART_TYPES),
  x: columnName.nullable(),
  y: z.array(columnName).max(20).readonly(),
  series: columnName.nullable(),
  aggregate: z.enum(AGGREGATES),
});

export const chartInput = z.object({
  executionId,
  mapping: mappingInput,
  maxPoints: z.number().int().min(10).max(MAX_POINTS).default(MAX_POINTS),
});

export const listInput = z.object({
  search: z.string().max(200).default(""),
  tags: z.array(z.string().max(100)).max(20).default([]),
  mine: z.boolean().default(false),
  archived: z.boolean().default(false),
  page: z.number().int().min(1).max(10_000).default(1),
  pageSize: z.number().int().min(1).max(250).default(25),
  order: z
    .enum(["name", "-name", "updated", "-updated", "created", "-created"])
    .default("-updated"),
});
export type ListRequest = z.output<typeof listInput>;

export const queryInput = z.object({
  name: z.string().trim().min(1, "Give the query a name.").max(255),
  description: z.string().max(4096).default(""),
  sql: sqlText,
  tags: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
});
export type QueryInput = z.output<typeof queryInput>;
