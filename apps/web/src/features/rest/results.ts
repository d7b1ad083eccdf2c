import { AppError, isFinal } from "@headwater/domain";
import { z } from "zod";
import { cancelRun, progressOf, readableRun, sqlText, startRun } from "../sql/public.ts";
import { type RestContext, readBody } from "./handle.ts";
import { idempotencyKey } from "./once.ts";
import { DATA_SOURCE, jobOf, resultOf } from "./shapes.ts";

/** Values of a statement's parameters; they are bound as text. */
export const parameterValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
  .default({});

const runBody = z.object({
  query: sqlText,
  data_source_id: z.literal(DATA_SOURCE.id, "There is one data source: 1").default(DATA_SOURCE.id),
  /** Seconds: 0 always runs, anything else may be answered from a stored result of the same lake. */
  max_age: z.number().int().min(-1).default(-1),
  parameters: parameterValues,
  apply_auto_limit: z.boolean().default(false),
  /** The saved query that the text belongs to; who may not run SQL of their own names it. */
  query_id: z.number().int().nullable().default(null),
});

/** Rows, where a client asks for a limit without naming one; as in Re:dash. */
const AUTO_LIMIT = 1000;
/** Short statements answer in one request, as a cached result does at Re:dash. */
const WAIT_MS = 100;
/** Rows fetched at once from a stored result while a JSON document is put together. */
const PAGE_ROWS = 10_000;
/** A JSON document with more rows helps nobody; CSV and Parquet have no such end. */
const MAX_JSON_ROWS = 200_000;

/** Runs a statement: a job to ask for, or the result where it was there at once. */
export async function executeQuery(context: RestContext): Promise<object> {
  const body = runBody.parse(await readBody(context.request));
  const execution = await startRun(context, {
    sql: body.query,
    parameters: body.parameters,
    rowLimit: body.apply_auto_limit ? AUTO_LIMIT : null,
    fresh: body.max_age === 0,
    savedQueryId: body.query_id,
  });
  return jobOrResult(context, execution.id);
}

/** The run's job or, once it has ended well within a moment from the cache, its result. */
export async function jobOrResult(context: RestContext, id: string): Promise<object> {
  const { execution } = await progressOf(context, id, { waitMs: WAIT_MS });
  // An answer that is kept names the run; a result may be of any size.
  if (idempotencyKey(context.request) !== null) return jobOf(execution);
  const cached = execution.resultId !== null && execution.resultId !== execution.id;
  if (execution.state === "finished" && cached) return resultJson(context, id);
  return jobOf(execution);
}

/** The job of a run; to those who may not read the run there is none. */
export async function getJob(context: RestContext, id: string): Promise<object> {
  return jobOf(await readableRun(context, id));
}

/** Asks a run to end and gives its job, which may still say that it runs: ending takes the engine a moment. */
export async function cancelJob(context: RestContext, id: string): Promise<object> {
  await cancelRun(context, id);
  return jobOf(await readableRun(context, id));
}

const FORMATS = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
} as const;

/** `<id>` is Re:dash's JSON; `<id>.csv`, `.json` and `.parquet` are downloads. */
export async function getResult(context: RestContext, name: string): Promise<Response | object> {
  const [, id = "", extension] = /^([^.]+)(?:\.(\w+))?$/.exec(name) ?? [];
  if (extension === undefined) return resultJson(context, id);
  const format = (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).find(
    (one) => one === extension,
  );
  if (format === undefined)
    throw new AppError("not_found", "Results come as csv, json and parquet.");
  const execution = await readableRun(context, id);
  if (execution.state !== "finished") throw notThere(execution.state);
  const headers = {
    "content-type": FORMATS[format],
    // Always a download: a result holds what strangers sent and must not be shown as a page of this origin.
    "content-disposition": `attachment; filename="result-${id.slice(0, 8)}.${format}"`,
  };
  return new Response(await context.query.download(id, format), { headers });
}

async function resultJson(context: RestContext, id: string): Promise<object> {
  const execution = await readableRun(context, id);
  if (execution.state !== "finished") throw notThere(execution.state);
  if ((execution.rows ?? 0) > MAX_JSON_ROWS)
    throw new AppError(
      "too_large",
      `The result has ${execution.rows} rows. Fetch it as /api/query_results/${id}.csv or .parquet.`,
    );
  const first = await context.query.page(id, { offset: 0, limit: PAGE_ROWS });
  const rows = [...first.rows];
  while (rows.length < first.totalRows) {
    const page = await context.query.page(id, { offset: rows.length, limit: PAGE_ROWS });
    // A result that expired meanwhile has no rows to give: without this the loop would not end.
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  }
  return resultOf(execution, first.columns, rows);
}

function notThere(state: Parameters<typeof isFinal>[0]): AppError {
  return new AppError(
    "not_found",
    isFinal(state)
      ? `There is no result: the run ${state.replace("_", " ")}.`
      : "There is no result yet: ask the job.",
  );
}
