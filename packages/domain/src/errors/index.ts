/** Every error a user or caller can cause or must know of; each transport maps these codes in one table. */
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
  /** True where trying the same again may work. */
  readonly retryable?: boolean;
  /** Safe to show to the caller. */
  readonly details?: unknown;
}

/** A known failure with a code; anything else that is thrown is a bug. */
export class AppError extends Error {
  /** The portal's bundler gives each route its own copy of this class, and errors cross between them: what counts is the name, not the copy. */
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
