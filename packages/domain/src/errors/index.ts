/**
 * Codes of every error that a caller can cause or must know of; each transport maps these codes in
 * one table.
 */
export const APP_ERROR_CODES = [
  "not_found",
  "forbidden",
  "unauthenticated",
  "conflict",
  "invalid",
  "fenced",
  "too_large",
  "rate_limited",
  "queue_full",
  "key_reused",
  "query_failed",
  "query_timeout",
  "unavailable",
] as const;

export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

interface AppErrorOptions extends ErrorOptions {
  /** True if the same call may succeed later. */
  readonly retryable?: boolean;
  /** Details that are safe to show to the caller. */
  readonly details?: unknown;
}

/** A known failure with a code; anything else that is thrown is a bug. */
export class AppError extends Error {
  /**
   * The portal's bundler gives each route a copy of this class, and errors pass from one copy to
   * another. An error therefore belongs to the class by its name.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "AppError";
  }

  readonly code: AppErrorCode;
  readonly retryable: boolean;
  readonly details: unknown;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }
}
