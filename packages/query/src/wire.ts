import { z } from "zod";

const id = z.uuid();
/** The person who looks and whose fair share it uses; by default the author of the run. */
const userId = z.string().min(1).max(200).exactOptional();
const columnName = z.string().max(10_000);
const sql = z.string().max(1024 * 1024);
const user = z.object({
  id: z.string().min(1),
  role: z.enum(["viewer", "analyst", "admin"]),
});
const filter = z.object({
  column: columnName,
  operator: z.enum([
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "contains",
    "not_contains",
    "is_null",
    "not_null",
  ]),
  value: z.string().max(100_000).exactOptional(),
});

/** Largest page: more rows belong into a download. */
const MAX_PAGE_ROWS = 10_000;

/** Requests of the query role's socket, `POST /<name>` with a JSON body. */
export const REQUESTS = {
  progress: z.object({
    executionId: id,
    after: z.number().int().exactOptional(),
    waitMs: z.number().min(0).max(60_000).exactOptional(),
  }),
  page: z.object({
    executionId: id,
    userId,
    request: z.object({
      offset: z.number().int().min(0),
      limit: z.number().int().min(0).max(MAX_PAGE_ROWS),
      sort: z.object({ column: columnName, descending: z.boolean() }).exactOptional(),
      filters: z.array(filter).max(100).exactOptional(),
    }),
  }),
  chart: z.object({
    executionId: id,
    userId,
    request: z.object({
      type: z.enum(["line", "bar", "area", "scatter", "pie", "counter"]),
      x: columnName.nullable(),
      y: z.array(columnName).max(50),
      series: columnName.nullable(),
      aggregate: z.enum(["none", "sum", "avg", "min", "max", "count"]),
      maxPoints: z.number().int().min(1).max(20_000),
    }),
  }),
  profile: z.object({ executionId: id, userId, column: columnName }),
  download: z.object({
    executionId: id,
    userId,
    format: z.enum(["csv", "json", "parquet"]),
    formulaSafe: z.boolean().exactOptional(),
  }),
  cancel: z.object({ executionId: id }),
  validate: z.object({ sql, user }),
  complete: z.object({ sql, cursor: z.number().int().min(0), user }),
  functions: z.object({}),
  status: z.object({}),
} as const;

export type RequestName = keyof typeof REQUESTS;
