import { getQuery, latestOfQueries } from "@headwater/db/saved-queries";
import { AppError, type Execution, isFinal } from "@headwater/domain";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import type { DownloadFormat } from "@headwater/query/client";
import { z } from "zod";
import {
  cancelRun,
  parameterRecord,
  progressOf,
  readableRun,
  sqlText,
  startRun,
} from "../executions/public.ts";
import { readableLatest } from "../saved-queries/public.ts";
import { type RestContext, readBody } from "./handle.ts";
import { idempotencyKey } from "./once.ts";
import { DATA_SOURCE, jobOf, queryIdOf, resultAround } from "./shapes.ts";

/** What is told of a list or nothing as a value: it is bound, not written into the statement. */
const ONE_VALUE =
  "A parameter has one value: a text, a number, true or false. For a list give each part a parameter of its own, IN ($a1, $a2), or send one text and split it: list_contains(string_split($a, ','), x).";

const parameterValue = z
  .union([z.string().max(10_000), z.number(), z.boolean()], ONE_VALUE)
  .transform(String);

/** Values of a statement's parameters, bound as text; a range is two of them, `name.start` and `name.end`, as in Re:dash. */
export const parameterValues = parameterRecord(
  z.union([parameterValue, z.object({ start: parameterValue, end: parameterValue })], ONE_VALUE),
)
  .default({})
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === "string"
          ? [[name, value]]
          : Object.entries(value).map(([end, at]) => [`${name}.${end}`, at]),
      ),
    ),
  );

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
/** A client that did not ask for a file gets no more rows than it can hold. */
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

const TYPES = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
} as const;

/** `<id>` is Re:dash's JSON; `<id>.csv`, `.json` and `.parquet` are downloads. */
export async function getResult(context: RestContext, name: string): Promise<Response> {
  const { id, format } = partsOf(name);
  if (format === null) return resultJson(context, id);
  return download(context, await readableRun(context, id), {
    format,
    name: `result-${id.slice(0, 8)}`,
  });
}

/** `<result id>.<extension>` of a saved query: one of its own runs, or the one it has as its latest. */
export async function getResultOf(
  context: RestContext,
  queryId: string,
  name: string,
): Promise<Response> {
  const { id, format } = partsOf(name);
  const query = await getQuery(context.database, queryIdOf(queryId));
  const execution = await readableRun(context, id);
  const { origin } = execution;
  const isOwn = origin?.kind === SAVED_QUERY_ORIGIN && origin.id === String(query.id);
  if (!isOwn && (await latestOfQueries(context.database, [query])).get(query.id) !== id)
    throw new AppError("not_found", `Query ${query.id} has no such result.`);
  if (format === null) return resultJson(context, id);
  return download(context, execution, { format, name: fileName(query.name, execution) });
}

/** `results.<extension>`: the latest result of a saved query that the caller may see. */
export async function getLatestOf(
  context: RestContext,
  queryId: string,
  name: string,
): Promise<Response> {
  const { id, format } = partsOf(name);
  if (id !== "results" || format === null)
    throw new AppError("not_found", "The latest result is results.csv, .json or .parquet.");
  const query = await getQuery(context.database, queryIdOf(queryId));
  const execution = await readableLatest(context, query);
  if (execution === null)
    throw new AppError(
      "not_found",
      `Query ${query.id} has no latest result: run it, POST /api/queries/${query.id}/results.`,
    );
  return download(context, execution, { format, name: fileName(query.name, execution) });
}

function partsOf(name: string): { id: string; format: DownloadFormat | null } {
  const [, id = "", extension] = /^([^.]+)(?:\.(\w+))?$/.exec(name) ?? [];
  if (extension === undefined) return { id, format: null };
  const format = (Object.keys(TYPES) as DownloadFormat[]).find((one) => one === extension);
  if (format === undefined)
    throw new AppError("not_found", "Results come as csv, json and parquet.");
  return { id, format };
}

// As Re:dash names its files.
function fileName(query: string, { finishedAt }: Execution): string {
  const day = (finishedAt ?? new Date()).toISOString().slice(0, 10).replaceAll("-", "_");
  return `${query.replaceAll(/[^a-z0-9]+/gi, "_").slice(0, 100)}_${day}`;
}

interface Download {
  readonly format: DownloadFormat;
  /** Of the file, without extension. */
  readonly name: string;
}

async function download(
  context: RestContext,
  execution: Execution,
  { format, name }: Download,
): Promise<Response> {
  if (execution.state !== "finished") throw notThere(execution.state);
  const { searchParams } = context.url;
  const headers = {
    "content-type": TYPES[format],
    // Always a download: a result holds what strangers sent and must not be shown as a page of this origin.
    "content-disposition": `attachment; filename="${name}.${format}"`,
  };
  if (format === "json" && searchParams.get("shape") !== "rows")
    return new Response(await resultDocument(context, execution), { headers });
  const formulaSafe = ["1", "true"].includes(searchParams.get("safe") ?? "");
  const request = { format, formulaSafe };
  return new Response(
    await context.query.download({
      executionId: execution.id,
      ...request,
      userId: context.viewer.id,
    }),
    {
      headers,
    },
  );
}

async function resultJson(context: RestContext, id: string): Promise<Response> {
  const execution = await readableRun(context, id);
  if (execution.state !== "finished") throw notThere(execution.state);
  if ((execution.rows ?? 0) > MAX_JSON_ROWS)
    throw new AppError(
      "too_large",
      `The result has ${execution.rows} rows. Fetch it as /api/query_results/${id}.csv or .parquet.`,
    );
  const headers = { "content-type": TYPES.json };
  return new Response(await resultDocument(context, execution), { headers });
}

async function resultDocument(
  { query, viewer }: RestContext,
  execution: Execution,
): Promise<ReadableStream<Uint8Array>> {
  const [before, after] = resultAround(execution).map((text) => new TextEncoder().encode(text));
  const rows = await query.download({
    executionId: execution.id,
    format: "json",
    userId: viewer.id,
  });
  return rows.pipeThrough(
    new TransformStream({
      start: (controller) => controller.enqueue(before),
      flush: (controller) => controller.enqueue(after),
    }),
  );
}

function notThere(state: Execution["state"]): AppError {
  return new AppError(
    "not_found",
    isFinal(state)
      ? `There is no result: the run ${state.replace("_", " ")}.`
      : "There is no result yet: ask the job.",
  );
}
