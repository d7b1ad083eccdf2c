import { EXECUTION_STATES, PURPOSES } from "@headwater/domain";
import { ROLES } from "@headwater/domain/rights";
import { z } from "zod";
import { moment } from "./wire-values.ts";

export const executionId = z.uuid();
export const columnName = z.string().max(10_000);
export const statementText = z.string().max(1024 * 1024);
/** The person for whom a result is read, for fair sharing; by default the author of the run. */
export const askerId = z.string().min(1).max(200).exactOptional();

/** The person who asks; the query role builds views only of tables that this person may read. */
export const person = z.object({ id: z.string().min(1), role: z.enum(ROLES) });

export const executionError = z.object({
  code: z.enum([
    "sql_not_allowed",
    "parse",
    "binder",
    "catalog",
    "runtime",
    "out_of_memory",
    "timeout",
    "cancelled",
    "worker_killed",
    "integrity",
    "too_large",
    "disk_full",
    "unavailable",
  ]),
  message: z.string(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  length: z.number().exactOptional(),
  candidates: z.array(z.string()).readonly().exactOptional(),
});

const resultColumn = z.object({
  name: z.string(),
  type: z.string(),
  kind: z.enum(["number", "text", "time", "boolean", "nested", "binary"]),
});
const columns = z.array(resultColumn).readonly();
/** Cells are JSON-safe: big integers and decimals are text, timestamps are ISO text. */
const rows = z.array(z.array(z.unknown()).readonly()).readonly();

/**
 * One recorded SQL run, like `Execution` of the domain; `at` is the form of dates in one transport.
 */
const executionWith = <Moment extends z.ZodType<Date>>(at: Moment) =>
  z.object({
    id: z.string(),
    userId: z.string(),
    sourceId: z.string(),
    purpose: z.enum(PURPOSES),
    origin: z.object({ kind: z.string(), id: z.string() }).nullable(),
    sql: z.string(),
    parameters: z.record(z.string(), z.string()),
    state: z.enum(EXECUTION_STATES),
    queuedAt: at,
    startedAt: at.nullable(),
    finishedAt: at.nullable(),
    timeoutMs: z.number(),
    rowLimit: z.number().nullable(),
    error: executionError.nullable(),
    columns: columns.nullable(),
    rows: z.number().nullable(),
    sizeBytes: z.number().nullable(),
    runtimeMs: z.number().nullable(),
    resultId: z.string().nullable(),
    cacheKey: z.string().nullable(),
    manifestCommit: z.number().nullable(),
  });

/**
 * `wireExecution` is for JSON between processes; `execution` is for procedures, whose transport can
 * carry dates.
 */
const wireExecution = executionWith(moment);
export const execution = executionWith(z.date());

/** Rows of a result; `totalRows` counts the rows that pass the filters. */
export const resultPage = z.object({
  columns,
  rows,
  totalRows: z.number(),
  /** False while the result is still being written: `totalRows` then counts the rows so far. */
  complete: z.boolean(),
});

/** State of an execution in the role, with the first rows as soon as they exist. */
const progressWith = <Run extends z.ZodType>(run: Run) =>
  z.object({
    execution: run,
    firstPage: resultPage.nullable(),
    /** 0 to 1; null if the engine does not know the progress. */
    progress: z.number().nullable(),
    /** The number rises with each change; pass the number back to wait for the next change. */
    revision: z.number(),
  });

export const wireProgress = progressWith(wireExecution);
export const executionProgress = progressWith(execution);

/** One filter over a result column; `contains` and `not_contains` compare text without case. */
export const resultFilter = z.object({
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

/** A slice of a stored result, sorted and filtered over all its rows. */
export const pageRequest = z.object({
  offset: z.number().int().min(0),
  limit: z.number().int().min(0).max(MAX_PAGE_ROWS),
  sort: z.object({ column: columnName, descending: z.boolean() }).exactOptional(),
  filters: z.array(resultFilter).max(100).readonly().exactOptional(),
});

/** A chart: rows reduced by the role so that no series has more than `maxPoints` points. */
export const chartRequest = z.object({
  type: z.enum(["line", "bar", "area", "scatter", "pie", "counter"]),
  x: columnName.nullable(),
  y: z.array(columnName).max(50).readonly(),
  series: columnName.nullable(),
  aggregate: z.enum(["none", "sum", "avg", "min", "max", "count"]),
  maxPoints: z.number().int().min(1).max(20_000),
});

export const chartData = z.object({
  columns,
  rows,
  /** Rows of the result before reduction. */
  reducedFrom: z.number(),
});

/** Statistics of one result column over all rows; the histogram has buckets of equal width. */
export const columnProfile = z.object({
  column: resultColumn,
  rows: z.number(),
  nulls: z.number(),
  distinct: z.number(),
  min: z.unknown(),
  max: z.unknown(),
  mean: z.number().nullable(),
  top: z.array(z.object({ value: z.unknown(), count: z.number() })).readonly(),
  histogram: z
    .array(z.object({ from: z.unknown(), to: z.unknown(), count: z.number() }))
    .readonly(),
});

/** A proposal of the editor's completion. */
export const suggestion = z.object({
  label: z.string(),
  insert: z.string(),
  kind: z.enum(["column", "table", "schema", "function", "keyword", "alias"]),
  detail: z.string().exactOptional(),
});

/** A function that may be called in SQL. */
export const sqlFunction = z.object({
  name: z.string(),
  kind: z.string(),
  signature: z.string(),
  description: z.string(),
});

/**
 * The kind of isolation of the workers with notes for the status page, and the number of workers.
 */
export const roleStatus = z.object({
  sandbox: z.enum(["bubblewrap", "unshare", "process"]),
  notes: z.array(z.string()).readonly(),
  workers: z.number(),
  running: z.number(),
});

const lakeFinding = z.object({
  kind: z.enum(["missing", "size", "checksum", "rows", "orphan", "accounting"]),
  /** Path of the file, or name of the sum that is wrong. */
  subject: z.string(),
  message: z.string(),
});

/** The result of a check of the lake; it has no findings if every file matches the manifest. */
export const lakeReport = z.object({
  files: z.number(),
  rows: z.number(),
  findings: z.array(lakeFinding),
});

export const downloadFormat = z.enum(["csv", "json", "parquet"]);
