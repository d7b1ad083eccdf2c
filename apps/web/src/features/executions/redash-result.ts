import type { Execution, ResultColumn } from "@headwater/domain";
import { errorInWords } from "@headwater/domain";
import { downloadNames } from "@headwater/query/client";
import { z } from "zod";
import { DATA_SOURCE } from "./data-source.ts";

/** Re:dash's numbers for the state of a job; a run that was cancelled or timed out counts as failed there. */
const JOB_STATUS = {
  queued: 1,
  running: 2,
  finished: 3,
  failed: 4,
  cancelled: 5,
  timed_out: 4,
} as const;

/** A run as Re:dash's clients know it: 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled. */
export const jobAnswer = z.object({
  job: z.object({
    id: z.string(),
    status: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
    error: z.string(),
    updated_at: z.number(),
    result: z.string().nullable(),
    query_result_id: z.string().nullable(),
  }),
});

/** Makes the job of a run. */
export function jobOf({ id, state, error, queuedAt }: Execution): z.output<typeof jobAnswer> {
  const failed =
    state === "cancelled"
      ? "Query execution cancelled."
      : state === "timed_out"
        ? "Query exceeded its time limit."
        : "";
  return {
    job: {
      id,
      status: JOB_STATUS[state],
      error: error === null ? failed : errorInWords(error),
      updated_at: queuedAt.getTime() / 1000,
      result: state === "finished" ? id : null,
      query_result_id: state === "finished" ? id : null,
    },
  };
}

/** Re:dash's column types; nested and binary values have none there and come as JSON. */
const TYPES = {
  number: "float",
  text: "string",
  time: "datetime",
  boolean: "boolean",
  nested: null,
  binary: null,
} as const;

/** Re:dash's name of a column type; null where it has none. */
export function typeOf({ kind, type }: ResultColumn): string | null {
  if (kind === "number") return /INT|BIGNUM/i.test(type) ? "integer" : "float";
  return kind === "time" && type === "DATE" ? "date" : TYPES[kind];
}

/** Rows are objects by the columns' names. */
const rows = z.array(z.record(z.string(), z.unknown()));

/** A result as Re:dash's clients know it. */
export const resultAnswer = z.object({
  query_result: z.object({
    id: z.string(),
    query: z.string(),
    data_source_id: z.number(),
    retrieved_at: z.string().nullable(),
    runtime: z.number(),
    data: z.object({
      columns: z.array(
        z.object({ name: z.string(), friendly_name: z.string(), type: z.string().nullable() }),
      ),
      rows,
    }),
  }),
});

/** The JSON of an address that gives files, too: the result, or with `?shape=rows` its rows alone. */
export const fileAnswer = z.union([resultAnswer, rows]);

/** A result as Re:dash's clients know it, in two pieces: the array of its rows goes between them. */
export function resultAround(execution: Execution): readonly [before: string, after: string] {
  const columns = execution.columns ?? [];
  const names = downloadNames(columns);
  const text = JSON.stringify({
    query_result: {
      id: execution.id,
      query: execution.sql,
      data_source_id: DATA_SOURCE.id,
      retrieved_at: execution.finishedAt?.toISOString() ?? null,
      runtime: (execution.runtimeMs ?? 0) / 1000,
      data: {
        columns: columns.map((column, at) => ({
          name: names[at],
          friendly_name: names[at],
          type: typeOf(column),
        })),
        rows: [],
      },
    },
  });
  const after = "}}}";
  return [text.slice(0, -"[]".length - after.length), after];
}
