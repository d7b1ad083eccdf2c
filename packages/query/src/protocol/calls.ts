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
 * Every call of the query role's socket, `POST /<name>`: its input and its output. Both sides take
 * their types and their checks from this table.
 */
export const CALLS = {
  /** Waits up to `waitMs` for a revision newer than `after`; 0 answers at once. */
  progress: {
    input: z.object({
      executionId,
      after: z.number().int().exactOptional(),
      waitMs: z.number().min(0).max(60_000).exactOptional(),
    }),
    output: wireProgress,
  },
  /**
   * Reads a page. `userId` is the person whose share of the processes the read uses, by default the
   * author of the run.
   */
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
  /**
   * Checks a statement without running it; null if the check found no error, or if the check would
   * take too long.
   */
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
  /** Reads every file of the manifest and compares checksums, rows and accounting. */
  verify: { input: z.object({}), output: lakeReport },
  status: { input: z.object({}), output: roleStatus },
} as const satisfies Readonly<Record<string, ValueCall>>;

/**
 * The only call whose answer is bytes: the whole result. CSV and JSON (one array of objects, with
 * NaN and infinity as null) are made from the stored Parquet parts. With `formulaSafe` a
 * spreadsheet runs no cell of a CSV as a formula, because an apostrophe is put before such cells.
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

/** The value calls as functions; `gone` aborts when the caller closes the connection. */
export type CallHandlers = {
  readonly [Name in CallName]: (
    input: CallInput<Name>,
    gone: AbortSignal,
  ) => Promise<CallOutput<Name>>;
};

type Calls = { readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };

/**
 * The calls of the query role for the portal and the API; every call can throw AppError
 * (`unavailable` when the role is down, `not_found`, `invalid`).
 */
export interface QueryClient extends Calls {
  /** Streams the whole result. */
  download(input: DownloadInput): Promise<ReadableStream<Uint8Array>>;
}
