import { RUN_SAVED_QUERIES } from "@headwater/domain";
import { z } from "zod";
import { restRoute } from "../../server/rest/route.ts";
import { DATA_SOURCE } from "./data-source.ts";
import {
  DOWNLOAD_WORDS,
  download,
  downloadQuery,
  partsOf,
  resultJson,
  TYPES,
} from "./downloads.ts";
import { sqlText } from "./inputs.ts";
import { jobOrResult } from "./job-or-result.ts";
import { parameterValues } from "./parameter-values.ts";
import { fileAnswer, jobAnswer, jobOf, resultAnswer } from "./redash-result.ts";
import { cancelRun, readableRun, startRun } from "./runs.ts";

const runBody = z.object({
  query: sqlText,
  data_source_id: z
    .literal(DATA_SOURCE.id, "The only data source has the id 1")
    .default(DATA_SOURCE.id),
  /**
   * In seconds: 0 always runs the statement; other values allow a stored result of the same lake.
   */
  max_age: z.number().int().min(-1).default(-1),
  parameters: parameterValues,
  apply_auto_limit: z.boolean().default(false),
  /** The saved query that the text belongs to; people who may not write SQL must name it. */
  query_id: z.number().int().nullable().default(null),
});

/** The row limit for a client that asks for a limit without naming a number, as in Re:dash. */
const AUTO_LIMIT = 1000;

const byId = z.object({ id: z.string() });

/** Runs, their jobs and results, under Re:dash's paths. */
export const executionsRest = [
  restRoute({
    method: "post",
    path: "/api/query_results",
    summary:
      "Run a statement; the answer is a job, or the result where it is stored already. query_id names the saved query that the text belongs to; {{ name }} is filled from parameters, bound as a value; for a list, give each part a parameter of its own",
    action: RUN_SAVED_QUERIES,
    body: runBody,
    answer: z.union([jobAnswer, resultAnswer]),
    async handle(context, { body }) {
      const execution = await startRun(context, {
        sql: body.query,
        parameters: body.parameters,
        rowLimit: body.apply_auto_limit ? AUTO_LIMIT : null,
        fresh: body.max_age === 0,
        savedQueryId: body.query_id,
      });
      return jobOrResult(context, execution.id);
    },
  }),
  restRoute({
    method: "get",
    path: "/api/query_results/{name}",
    summary: `Result of a run, {id}; a download, {id}.{extension}: ${DOWNLOAD_WORDS}`,
    action: RUN_SAVED_QUERIES,
    params: z.object({ name: z.string() }),
    query: downloadQuery,
    answer: fileAnswer,
    bytes: { contentTypes: [TYPES.csv, TYPES.parquet] },
    async handle(context, { params }) {
      const { id, format } = partsOf(params.name);
      if (format === null) return resultJson(context, id);
      const name = `result-${id.slice(0, 8)}`;
      return download(context, await readableRun(context, id), { format, name });
    },
  }),
  restRoute({
    method: "get",
    path: "/api/jobs/{id}",
    summary: "State of a run: 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled",
    action: RUN_SAVED_QUERIES,
    params: byId,
    answer: jobAnswer,
    handle: async (context, { params }) => jobOf(await readableRun(context, params.id)),
  }),
  restRoute({
    method: "delete",
    path: "/api/jobs/{id}",
    // The answer may still say that the run goes on, because the engine needs a moment to end it.
    summary: "Cancel a run",
    action: RUN_SAVED_QUERIES,
    params: byId,
    answer: jobAnswer,
    async handle(context, { params }) {
      await cancelRun(context, params.id);
      return jobOf(await readableRun(context, params.id));
    },
  }),
];
