import { AppError } from "../errors/index.ts";

/** Longest statement in bytes of UTF-8; the parser would take seconds for a longer one. */
const MAX_SQL_BYTES = 256 * 1024;

/**
 * Longest statement, in characters, that is checked while a person types; a longer statement is
 * checked when it runs.
 */
const MAX_CHECKED = 64 * 1024;
/** Longest statement, in characters, that is checked at once and counts as light work. */
const MAX_LIGHT = 16 * 1024;

/**
 * True for a statement that is not checked before it runs: no person types so much, and each check
 * would take long.
 */
export function isTooLongToCheck(sql: string): boolean {
  return sql.length > MAX_CHECKED;
}

/**
 * True for a statement whose text alone is heavy work. Shorter statements, which are checked in a
 * millisecond, go first.
 */
export function isLongText(sql: string): boolean {
  return sql.length > MAX_LIGHT;
}

/** The error message for a statement that is too long. */
export const TOO_LONG = `The statement is longer than ${MAX_SQL_BYTES / 1024} KiB, the longest that is allowed. Shorten it.`;

/**
 * True for a statement that is too long for every part of the platform. Call this before anything
 * else reads the statement.
 */
export function isTooLong(sql: string): boolean {
  return sql.length > MAX_SQL_BYTES || new TextEncoder().encode(sql).length > MAX_SQL_BYTES;
}

/** Throws for a statement that is too long. */
export function refuseTooLong(sql: string): void {
  if (isTooLong(sql)) throw new AppError("invalid", TOO_LONG);
}
