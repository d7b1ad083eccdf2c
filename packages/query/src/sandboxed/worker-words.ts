/** What a worker says in place of an engine's error. */
export const WORKER_SAYS = {
  tooLarge: "result too large",
  tooWide: "result has too many columns",
  endedEarly: "result ended early",
} as const;

/**
 * Columns that a result may have. The engine sets half a megabyte aside for each of them while it stores rows, and a page of
 * more is megabytes of JSON, which would keep others waiting.
 */
export const MAX_RESULT_COLUMNS = 1100;
