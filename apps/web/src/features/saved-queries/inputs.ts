import { z } from "zod";
import { AGGREGATES, CHART_TYPES } from "../../ui/charts/mapping.ts";
import { sqlText } from "../executions/public.ts";

const columnName = z.string().max(1000);

export const mappingInput = z.object({
  type: z.enum(CHART_TYPES),
  x: columnName.nullable(),
  y: z.array(columnName).max(20).readonly(),
  series: columnName.nullable(),
  aggregate: z.enum(AGGREGATES),
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
export const queryInput = z.object({
  name: z.string().trim().min(1, "Give the query a name.").max(255),
  description: z.string().max(4096).default(""),
  sql: sqlText,
  tags: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
});

const { name, description, sql, tags } = queryInput.shape;

/** Changes of a query. A field that is not sent stays as it was, so no field has a default. */
export const queryChange = z.object({
  name: name.optional(),
  description: description.unwrap().optional(),
  sql: sql.optional(),
  tags: tags.unwrap().optional(),
});
