import { z } from "zod";
import {
  askerId,
  chartData,
  chartRequest,
  columnName,
  columnProfile,
  downloadFormat,
  executionError,
  executionId,
  lakeReport,
  pageRequest,
  person,
  resultPage,
  roleStatus,
  sqlFunction,
  statementText,
  suggestion,
  wireProgress,
} from "./values.ts";

/** A call whose answer is a value. */
interface ValueCall {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/**
 * Every call of the query role's socket, `POST /<name>`: its input, and its output as a value. Both
 * sides take their types and their checks from here.
 */
export const CALLS = {
  /** Waits up to `waitMs` for a revision newer than `after` (0: answer at once). */
  progress: {
    input: z.object({
      executionId,
      after: z.number().int().exactOptional(),
      waitMs: z.number().min(0).max(60_000).exactOptional(),
    }),
    output: wireProgress,
  },
  /** Reads a page. `userId` is the person whose fair share it uses, by default the author of the run. */
  page: {
    input: z.object({ executionId, userId: askerId, request: pageRequest }),
    output: resultPage,
  },
  chart: {
    input: z.object({ executionId, userId: askerId, request: chartRequest }),
    output: chartData,
  },
  profile: {
    input: z.object({ executionId, userId: askerId, column: columnName }),
    output: columnProfile,
  },
  cancel: { input: z.object({ executionId }), output: z.null() },
  /** Checks a statement without running it; null when nothing wrong was found. One that takes too long to check is not checked. */
  validate: {
    input: z.object({ sql: statementText, user: person }),
    output: executionError.nullable(),
  },
  /** Proposals at a cursor (UTF-16 offset). */
  complete: {
    input: z.object({ sql: statementText, cursor: z.number().int().min(0), user: person }),
    output: z.array(suggestion).readonly(),
  },
  functions: { input: z.object({}), output: z.array(sqlFunction).readonly() },
  /** Reads every file of the manifest and holds it against checksum, rows and accounting. */
  verify: { input: z.object({}), output: lakeReport },
  status: { input: z.object({}), output: roleStatus },
} as const satisfies Readonly<Record<string, ValueCall>>;

/**
 * The one call whose answer is bytes: the whole result. CSV and JSON (one array of objects, numbers
 * that are none as null) are made from the stored Parquet parts. With `formulaSafe` no cell of a CSV
 * is a formula to a spreadsheet, at the price of an apostrophe before those that would be.
 */
export const DOWNLOAD = z.object({
  executionId,
  userId: askerId,
  format: downloadFormat,
  formulaSafe: z.boolean().exactOptional(),
});

export type CallName = keyof typeof CALLS;
export type CallInput<Name extends CallName> = z.output<(typeof CALLS)[Name]["input"]>;
export type CallOutput<Name extends CallName> = z.output<(typeof CALLS)[Name]["output"]>;
export type DownloadInput = z.output<typeof DOWNLOAD>;

/** The value calls as functions; `gone` aborts when the caller hangs up. */
export type CallHandlers = {
  readonly [Name in CallName]: (
    input: CallInput<Name>,
    gone: AbortSignal,
  ) => Promise<CallOutput<Name>>;
};

type Calls = { readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };

/**
 * The query role as the portal and the API see it; every call can throw AppError (`unavailable` when
 * the role is down, `not_found`, `invalid`).
 */
export interface QueryClient extends Calls {
  /** Streams the whole result. */
  download(input: DownloadInput): Promise<ReadableStream<Uint8Array>>;
}
