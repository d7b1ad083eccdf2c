import { AppError, type Execution, isFinal } from "@headwater/domain";
import type { DownloadFormat } from "@headwater/query/client";
import { z } from "zod";
import type { RestContext } from "../../server/rest/route.ts";
import { resultAround } from "./redash-result.ts";
import { readableRun } from "./runs.ts";

/**
 * The most rows of a JSON answer; a client that did not ask for a file holds all of them in memory.
 */
const MAX_JSON_ROWS = 200_000;

/** The description of downloads in the OpenAPI document. */
export const DOWNLOAD_WORDS =
  "csv (with ?safe=1 a spreadsheet reads no cell as a formula), json (numbers are JSON numbers, but a number is text where a double would change its digits: whole numbers beyond 2^53, decimals of more than 15 to 17 digits; NaN and infinities are null; with ?shape=rows the answer is only the rows) or parquet";

/** The query string of a download. */
export const downloadQuery = z.object({
  safe: z.string().optional(),
  shape: z.string().optional(),
});

/** Content types of downloads by their extension. */
export const TYPES = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
} as const;

/**
 * Splits the name of a result into its id and its format; the format is null without an extension.
 */
export function partsOf(name: string): { id: string; format: DownloadFormat | null } {
  const [, id = "", extension] = /^([^.]+)(?:\.(\w+))?$/.exec(name) ?? [];
  if (extension === undefined) return { id, format: null };
  const format = (Object.keys(TYPES) as DownloadFormat[]).find((one) => one === extension);
  if (format === undefined)
    throw new AppError("not_found", "A result can be downloaded as csv, json or parquet.");
  return { id, format };
}

/** The name of a download, as Re:dash makes it. */
export function fileName(query: string, { finishedAt }: Execution): string {
  const day = (finishedAt ?? new Date()).toISOString().slice(0, 10).replaceAll("-", "_");
  return `${query.replaceAll(/[^a-z0-9]+/gi, "_").slice(0, 100)}_${day}`;
}

interface Download {
  readonly format: DownloadFormat;
  /** The name of the file without its extension. */
  readonly name: string;
}

/** The rows of a run as a file to download. */
export async function download(
  context: RestContext,
  execution: Execution,
  { format, name }: Download,
): Promise<Response> {
  if (execution.state !== "finished") throw noResult(execution.state);
  const { searchParams } = context.url;
  const headers = {
    "content-type": TYPES[format],
    // The answer is always a download: a result holds what strangers sent, and a browser must not
    // show it as a page of this origin.
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

/** Answers the rows of a run as Re:dash's JSON. */
export async function resultJson(context: RestContext, id: string): Promise<Response> {
  const execution = await readableRun(context, id);
  if (execution.state !== "finished") throw noResult(execution.state);
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

function noResult(state: Execution["state"]): AppError {
  return new AppError(
    "not_found",
    isFinal(state)
      ? `There is no result: the run ${state.replace("_", " ")}.`
      : "There is no result yet: the run has not ended. Its state is at /api/jobs/{id}.",
  );
}
