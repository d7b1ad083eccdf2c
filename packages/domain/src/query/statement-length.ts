import { AppError } from "../errors/index.ts";

/** Longest statement, bytes of UTF-8: beyond it the parser's time grows to seconds. */
const MAX_SQL_BYTES = 256 * 1024;

/** Characters of a statement that is checked while it is typed; a longer one is judged when it runs. */
const MAX_CHECKED = 64 * 1024;
/** Characters up to which a statement is judged at once and runs among the light ones. */
const MAX_LIGHT = 16 * 1024;

/** True for a statement that is not checked before it runs: nobody types so much, and each check would take long. */
export function isTooLongToCheck(sql: string): boolean {
  return sql.length > MAX_CHECKED;
}

/** True for a statement whose text alone is heavy work: others, which are judged in a millisecond, go first. */
export function isLongText(sql: string): boolean {
  return sql.length > MAX_LIGHT;
}

/** What is told of a statement that is too long. */
export const TOO_LONG = `The statement is longer than ${MAX_SQL_BYTES / 1024} KiB, the most that one may have.`;

/** True for a statement that no part of the platform takes; asked before anything reads it. */
export function isTooLong(sql: string): boolean {
  return sql.length > MAX_SQL_BYTES || new TextEncoder().encode(sql).length > MAX_SQL_BYTES;
}

/** Throws for a statement that is too long. */
export function refuseTooLong(sql: string): void {
  if (isTooLong(sql)) throw new AppError("invalid", TOO_LONG);
}
