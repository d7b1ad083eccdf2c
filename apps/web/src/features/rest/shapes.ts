import type { Execution, ResultColumn } from "@headwater/domain";
import { AppError, errorInWords } from "@headwater/domain";
import { downloadNames } from "@headwater/query/client";

/** Re:dash's numbers for the state of a job; a run that was cancelled or timed out counts as failed there. */
const JOB_STATUS = {
  queued: 1,
  running: 2,
  finished: 3,
  failed: 4,
  cancelled: 5,
  timed_out: 4,
} as const;

/** A run as Re:dash's clients know it. */
export function jobOf({ id, state, error, queuedAt }: Execution) {
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

/** The one source there is today. */
export const DATA_SOURCE = {
  id: 1,
  name: "Lake",
  type: "duckdb",
  syntax: "sql",
  paused: 0,
  pause_reason: null,
  view_only: false,
  supports_auto_limit: true,
} as const;

interface StoredQuery {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly tags: readonly string[];
  readonly version: number;
  readonly archivedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string };
  readonly visualizations?: readonly {
    readonly id: number;
    readonly name: string;
    readonly type: string;
    readonly options: unknown;
  }[];
}

/** A saved query as Re:dash's clients know it. */
export function queryOf(query: StoredQuery, latestExecutionId: string | null) {
  return {
    id: query.id,
    name: query.name,
    description: query.description,
    query: query.sql,
    tags: query.tags,
    version: query.version,
    data_source_id: DATA_SOURCE.id,
    latest_query_data_id: latestExecutionId,
    is_archived: query.archivedAt !== null,
    is_draft: false,
    schedule: null,
    options: { parameters: [] },
    created_at: query.createdAt.toISOString(),
    updated_at: query.updatedAt.toISOString(),
    user: query.owner,
    ...(query.visualizations === undefined
      ? {}
      : {
          visualizations: query.visualizations.map(({ id, name, type, options }) => ({
            id,
            name,
            type: "CHART",
            options: { ...Object(options), chartType: type },
          })),
        }),
  };
}

/** The id of a saved query in a path. */
export function queryIdOf(text: string): number {
  // Nine digits stay below the end of the id's type; a text that is no number is not there either, as in Re:dash.
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError("not_found", `There is no query ${text}.`);
  return Number(text);
}
