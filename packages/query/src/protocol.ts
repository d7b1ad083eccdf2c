import type { Execution, ExecutionError, ResultColumn, ResultRow } from "@headwater/domain";

/** Who asks; the query role builds views only for what this person may read. */
export interface QueryUser {
  readonly id: string;
  readonly role: "viewer" | "analyst" | "admin";
}

/** One filter over a result column; `contains` and `not_contains` compare text without case. */
export interface ResultFilter {
  readonly column: string;
  readonly operator:
    | "eq"
    | "ne"
    | "lt"
    | "le"
    | "gt"
    | "ge"
    | "contains"
    | "not_contains"
    | "is_null"
    | "not_null";
  readonly value?: string;
}

/** A slice of a stored result, sorted and filtered over all its rows. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
  readonly sort?: { readonly column: string; readonly descending: boolean };
  readonly filters?: readonly ResultFilter[];
}

export interface ResultPage {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  /** Rows after filters. */
  readonly totalRows: number;
  /** False while the result is still being written: `totalRows` is what is there so far. */
  readonly complete: boolean;
}

/** State of an execution as the role knows it, with the first rows as soon as they exist. */
export interface ExecutionProgress {
  readonly execution: Execution;
  readonly firstPage: ResultPage | null;
  /** 0 to 1 where the engine knows it. */
  readonly progress: number | null;
  /** Rises with each change; pass it back to wait for the next one. */
  readonly revision: number;
}

/** Figures of one result column over all rows. */
export interface ColumnProfile {
  readonly column: ResultColumn;
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: unknown;
  readonly max: unknown;
  readonly mean: number | null;
  readonly top: readonly { readonly value: unknown; readonly count: number }[];
  /** Equal-width buckets of a number or time column. */
  readonly histogram: readonly {
    readonly from: unknown;
    readonly to: unknown;
    readonly count: number;
  }[];
}

/** A proposal of the editor's completion. */
export interface Suggestion {
  readonly label: string;
  readonly insert: string;
  readonly kind: "column" | "table" | "schema" | "function" | "keyword" | "alias";
  readonly detail?: string;
}

/** A column of a chart request: rows reduced by the role so that no series has more than `maxPoints` points. */
export interface ChartRequest {
  readonly type: "line" | "bar" | "area" | "scatter" | "pie" | "counter";
  readonly x: string | null;
  readonly y: readonly string[];
  readonly series: string | null;
  readonly aggregate: "none" | "sum" | "avg" | "min" | "max" | "count";
  readonly maxPoints: number;
}

export interface ChartData {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  /** Rows of the result before reduction. */
  readonly reducedFrom: number;
}

export type DownloadFormat = "csv" | "json" | "parquet";

export interface DownloadRequest {
  readonly format: DownloadFormat;
  /** CSV only: no cell is a formula to a spreadsheet, at the price of an apostrophe before those that would be. */
  readonly formulaSafe?: boolean;
}

/** The query role as the portal and the API see it; every call can throw AppError (`unavailable` when the role is down, `not_found`, `invalid`). */
export interface QueryClient {
  /** Waits up to `waitMs` for a revision newer than `after` (0: answer at once). */
  progress(
    executionId: string,
    options: { after?: number; waitMs?: number },
  ): Promise<ExecutionProgress>;
  /** Reads a page. `userId` is the person whose fair share it uses, by default the author of the run; the same holds below. */
  page(executionId: string, request: PageRequest, userId?: string): Promise<ResultPage>;
  chart(executionId: string, request: ChartRequest, userId?: string): Promise<ChartData>;
  profile(executionId: string, column: string, userId?: string): Promise<ColumnProfile>;
  /** Streams the whole result; CSV and JSON (one array of objects, numbers that are none as null) are made from the stored Parquet parts. */
  download(
    executionId: string,
    request: DownloadRequest,
    userId?: string,
  ): Promise<ReadableStream<Uint8Array>>;
  cancel(executionId: string): Promise<void>;
  /** Checks a statement without running it; null when nothing wrong was found. One that takes too long to check is not checked. */
  validate(sql: string, user: QueryUser): Promise<ExecutionError | null>;
  /** Proposals at a cursor (UTF-16 offset). */
  complete(sql: string, cursor: number, user: QueryUser): Promise<readonly Suggestion[]>;
  functions(): Promise<
    readonly {
      readonly name: string;
      readonly kind: string;
      readonly signature: string;
      readonly description: string;
    }[]
  >;
  /** What isolates the workers, said plainly for the status page. */
  status(): Promise<{
    readonly sandbox: "bubblewrap" | "unshare" | "process";
    readonly notes: readonly string[];
    readonly workers: number;
    readonly running: number;
  }>;
}
