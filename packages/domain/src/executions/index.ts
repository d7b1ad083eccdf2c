import type { Origin, Purpose } from "./purposes.ts";

export {
  BATCH_PURPOSES,
  isBatch,
  MOST_QUEUED,
  type Origin,
  PURPOSES,
  type Purpose,
  type WorkLimits,
  workLimits,
} from "./purposes.ts";
export {
  CANCEL_EXECUTION,
  type ExecutionReach,
  READ_EXECUTION,
  RUN_SAVED_QUERIES,
  RUN_SQL,
} from "./rights.ts";

/** States of a recorded SQL run; the last four are final. */
export const EXECUTION_STATES = [
  "queued",
  "running",
  "finished",
  "failed",
  "cancelled",
  "timed_out",
] as const;
export type ExecutionState = (typeof EXECUTION_STATES)[number];

/** True when the state never changes again. */
export function isFinal(state: ExecutionState): boolean {
  return state !== "queued" && state !== "running";
}

/**
 * The error of a run as its author sees it. Line and column are 1-based, in UTF-16 units.
 */
export interface ExecutionError {
  readonly code:
    | "sql_not_allowed"
    | "parse"
    | "binder"
    | "catalog"
    | "runtime"
    | "out_of_memory"
    | "timeout"
    | "cancelled"
    | "worker_killed"
    | "integrity"
    | "too_large"
    | "disk_full"
    | "unavailable";
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** Length of the wrong word, if known. */
  readonly length?: number;
  /** Names that exist and look alike, best first. */
  readonly candidates?: readonly string[];
}

// British lists have no comma before the last name.
const alternatives = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** An error as one text: the place, the message and the names that the author may have meant. */
export function errorInWords({ message, line, column, candidates = [] }: ExecutionError): string {
  const place = line === undefined ? "" : `Line ${line}, column ${column ?? 1}: `;
  const meant = candidates.length === 0 ? "" : ` Did you mean ${alternatives.format(candidates)}?`;
  return `${place}${message}${meant}`;
}

/** A result column: name, engine type as SQL text, and how to draw it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly kind: "number" | "text" | "time" | "boolean" | "nested" | "binary";
}

/**
 * Rows in column order; values are JSON-safe (big integers and decimals beyond 2^53 as text,
 * timestamps as ISO text).
 */
export type ResultRow = readonly unknown[];

/** One recorded SQL run, for the portal, the API and the query role. */
export interface Execution {
  readonly id: string;
  readonly userId: string;
  /** The source that runs the statement; `lake` is the built-in source. */
  readonly sourceId: string;
  readonly purpose: Purpose;
  /** The object to which the execution belongs; null for a statement that belongs to no object. */
  readonly origin: Origin | null;
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly state: ExecutionState;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly timeoutMs: number;
  readonly rowLimit: number | null;
  readonly error: ExecutionError | null;
  readonly columns: readonly ResultColumn[] | null;
  readonly rows: number | null;
  readonly sizeBytes: number | null;
  /** Engine time, without waiting. */
  readonly runtimeMs: number | null;
  /**
   * The execution whose result files hold the rows: this one, or an earlier one if the answer came
   * from the cache.
   */
  readonly resultId: string | null;
  readonly cacheKey: string | null;
  readonly manifestCommit: number | null;
}
