/** Errors that a worker reports itself, in place of an error of the engine. */
export const WORKER_ERRORS = {
  tooLarge: "result too large",
  tooWide: "result has too many columns",
  endedEarly: "result ended early",
} as const;

/**
 * The most columns of a result. The engine reserves half a megabyte for each column while it stores
 * rows, and a page with more columns would be megabytes of JSON, which would delay other people.
 */
export const MAX_RESULT_COLUMNS = 1100;
