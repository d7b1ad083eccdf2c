import type { Execution, ResultColumn } from "@headwater/domain";
import { errorInWords } from "@headwater/domain";
import { downloadNames } from "@headwater/query/client";
import { z } from "zod";
import { DATA_SOURCE } from "./data-source.ts";

/** Re:dash's numbers for the state of a job; a run that timed out counts as failed. */
const JOB_STATUS = {
  queued: 1,
  running: 2,
  finished: 3,
  failed: 4,
  cancelled: 5,
  timed_out: 4,
} as const;

/**
 * A run in the shape of Re:dash's clients; its status is 1 queued, 2 running, 3 finished, 4 failed,
 * 5 cancelled.
 */
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

/**
 * Re:dash's column types; nested and binary columns have no type there, and their values are JSON.
 */
const TYPES = {
  number: "float",
  text: "string",
  time: "datetime",
  boolean: "boolean",
  nested: null,
  binary: null,
} as const;

/** Re:dash's name of a column type; null for a type that Re:dash lacks. */
export function typeOf({ kind, type }: ResultColumn): string | null {
  if (kind === "number") return /INT|BIGNUM/i.test(type) ? "integer" : "float";
  return kind === "time" && type === "DATE" ? "date" : TYPES[kind];
}

/** Each row is an object whose keys are the columns' names. */
const rows = z.array(z.record(z.string(), z.unknown()));

/** A result in the shape of Re:dash's clients. */
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

/**
 * The JSON answer of an address that also gives files: the result, or with `?shape=rows` only its
 * rows.
 */
export const fileAnswer = z.union([resultAnswer, rows]);

/**
 * Makes the text before and after the rows of a result, so that the rows can be streamed in
 * between.
 */
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
