import { AppError, type Execution, isFinal } from "@headwater/domain";
import type { DownloadFormat } from "@headwater/query/client";
import { z } from "zod";
import type { RestContext } from "../../server/rest/route.ts";
import { resultAround } from "./redash-result.ts";
import { readableRun } from "./runs.ts";

/** A client that did not ask for a file gets no more rows than it can hold. */
const MAX_JSON_ROWS = 200_000;

/** What the document says of downloads. */
export const DOWNLOAD_WORDS =
  "csv (?safe=1: no cell is a formula to a spreadsheet), json (numbers are numbers; one is text where a double would change its digits: whole ones beyond 2^53, decimals of more than 15 to 17 digits; NaN and infinities are null; ?shape=rows: the rows alone) or parquet";

/** What a download may be asked for in its address. */
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

/** The id and the extension of a result's name; null for the extension where there is none. */
export function partsOf(name: string): { id: string; format: DownloadFormat | null } {
  const [, id = "", extension] = /^([^.]+)(?:\.(\w+))?$/.exec(name) ?? [];
  if (extension === undefined) return { id, format: null };
  const format = (Object.keys(TYPES) as DownloadFormat[]).find((one) => one === extension);
  if (format === undefined)
    throw new AppError("not_found", "Results come as csv, json and parquet.");
  return { id, format };
}

/** The name of a download, as Re:dash makes it. */
export function fileName(query: string, { finishedAt }: Execution): string {
  const day = (finishedAt ?? new Date()).toISOString().slice(0, 10).replaceAll("-", "_");
  return `${query.replaceAll(/[^a-z0-9]+/gi, "_").slice(0, 100)}_${day}`;
}

interface Download {
  readonly format: DownloadFormat;
  /** Of the file, without extension. */
  readonly name: string;
}

/** The rows of a run as a file to download. */
export async function download(
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

/** The rows of a run as Re:dash's JSON. */
export async function resultJson(context: RestContext, id: string): Promise<Response> {
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
