import { getQuery, latestOfQueries } from "@headwater/db/saved-queries";
import { AppError, type Execution, RUN_SAVED_QUERIES } from "@headwater/domain";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import { z } from "zod";
import { type RestContext, restRoute } from "../../server/rest/route.ts";
import {
  DOWNLOAD_WORDS,
  download,
  downloadQuery,
  fileAnswer,
  fileName,
  jobAnswer,
  jobOf,
  jobOrResult,
  parameterValues,
  partsOf,
  readableRun,
  resultAnswer,
  resultJson,
  startRun,
  TYPES,
} from "../executions/public.ts";
import { readableLatest } from "./latest.ts";
import { queryIdOf } from "./redash-query.ts";

const runBody = z.object({
  max_age: z.number().int().min(-1).default(-1),
  parameters: parameterValues,
});

const IN_URL = "p_";

/** Reads parameters from the query string in Re:dash's form, `?p_name=value`. */
function parametersOf({ searchParams }: URL): Readonly<Record<string, string>> {
  const inUrl = [...searchParams]
    .filter(([name]) => name.startsWith(IN_URL))
    .map(([name, value]) => [name.slice(IN_URL.length), value] as const);
  return parameterValues.parse(Object.fromEntries(inUrl));
}

interface SavedRun {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly fresh: boolean;
}

async function startSaved(
  context: RestContext,
  { id, parameters, fresh }: SavedRun,
): Promise<Execution> {
  const query = await getQuery(context.database, queryIdOf(id));
  if (query.archivedAt !== null) throw new AppError("conflict", "This query is archived.");
  const { sql } = query;
  return startRun(context, { sql, parameters, fresh, rowLimit: null, savedQueryId: query.id });
}

const byId = z.object({ id: z.string() });
const byName = z.object({ id: z.string(), name: z.string() });
const files = { contentTypes: [TYPES.csv, TYPES.parquet] };

/** Runs and results of saved queries, under Re:dash's paths. */
export const savedQueryRunsRest = [
  restRoute({
    method: "post",
    path: "/api/queries/{id}/results",
    summary: "Run a saved query, with parameters",
    action: RUN_SAVED_QUERIES,
    params: byId,
    body: runBody,
    answer: z.union([jobAnswer, resultAnswer]),
    async handle(context, { params, body }) {
      const { parameters, max_age } = body;
      const run = { id: params.id, parameters, fresh: max_age === 0 };
      return jobOrResult(context, (await startSaved(context, run)).id);
    },
  }),
  restRoute({
    method: "post",
    path: "/api/queries/{id}/refresh",
    summary:
      "Run a saved query anew, even if a result is stored; the answer is a job. Parameters stand in the body or in the address as ?p_name=value",
    action: RUN_SAVED_QUERIES,
    params: byId,
    body: runBody,
    answer: jobAnswer,
    async handle(context, { params, body }) {
      const parameters = { ...body.parameters, ...parametersOf(context.url) };
      return jobOf(await startSaved(context, { id: params.id, parameters, fresh: true }));
    },
  }),
  restRoute({
    method: "get",
    path: "/api/queries/{id}/results/{name}",
    summary: `A result of a saved query, {result id}.{extension}: ${DOWNLOAD_WORDS}`,
    action: RUN_SAVED_QUERIES,
    params: byName,
    query: downloadQuery,
    answer: fileAnswer,
    bytes: files,
    async handle(context, { params }) {
      const { id, format } = partsOf(params.name);
      const query = await getQuery(context.database, queryIdOf(params.id));
      const execution = await readableRun(context, id);
      const { origin } = execution;
      const isOwn = origin?.kind === SAVED_QUERY_ORIGIN && origin.id === String(query.id);
      if (!isOwn && (await latestOfQueries(context.database, [query])).get(query.id) !== id)
        throw new AppError("not_found", `Query ${query.id} has no such result.`);
      if (format === null) return resultJson(context, id);
      return download(context, execution, { format, name: fileName(query.name, execution) });
    },
  }),
  restRoute({
    method: "get",
    path: "/api/queries/{id}/{name}",
    summary: `The latest result of a saved query, results.{extension}: ${DOWNLOAD_WORDS}`,
    action: RUN_SAVED_QUERIES,
    params: byName,
    query: downloadQuery,
    answer: fileAnswer,
    bytes: files,
    async handle(context, { params }) {
      const { id, format } = partsOf(params.name);
      if (id !== "results" || format === null)
        throw new AppError("not_found", "The latest result is results.csv, .json or .parquet.");
      const query = await getQuery(context.database, queryIdOf(params.id));
      const execution = await readableLatest(context, query);
      if (execution === null)
        throw new AppError(
          "not_found",
          `Query ${query.id} has no latest result: run it, POST /api/queries/${query.id}/results.`,
        );
      return download(context, execution, { format, name: fileName(query.name, execution) });
    },
  }),
];
