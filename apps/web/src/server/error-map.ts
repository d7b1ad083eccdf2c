import type { AppError, AppErrorCode } from "@headwater/domain";
import type { TRPCError } from "@trpc/server";

interface Mapping {
  readonly trpc: TRPCError["code"];
  readonly status: number;
  /** Seconds after which another attempt may succeed; absent where waiting does not help. */
  readonly retryAfterS?: number;
}

/**
 * The tRPC code and HTTP status of each known failure; the compiler checks that none is missing.
 */
const MAP = {
  not_found: { trpc: "NOT_FOUND", status: 404 },
  forbidden: { trpc: "FORBIDDEN", status: 403 },
  unauthenticated: { trpc: "UNAUTHORIZED", status: 401 },
  conflict: { trpc: "CONFLICT", status: 409 },
  invalid: { trpc: "BAD_REQUEST", status: 400 },
  fenced: { trpc: "CONFLICT", status: 409 },
  too_large: { trpc: "PAYLOAD_TOO_LARGE", status: 413 },
  rate_limited: { trpc: "TOO_MANY_REQUESTS", status: 429, retryAfterS: 60 },
  queue_full: { trpc: "TOO_MANY_REQUESTS", status: 429, retryAfterS: 5 },
  key_reused: { trpc: "UNPROCESSABLE_CONTENT", status: 422 },
  query_failed: { trpc: "UNPROCESSABLE_CONTENT", status: 422 },
  query_timeout: { trpc: "TIMEOUT", status: 408 },
  unavailable: { trpc: "SERVICE_UNAVAILABLE", status: 503, retryAfterS: 2 },
} as const satisfies Record<AppErrorCode, Mapping>;

/** tRPC code and HTTP status of a known failure. */
export function mappingOf(code: AppErrorCode): Mapping {
  return MAP[code];
}

/**
 * The headers of a known failure. A failure that knows how long to wait has the time in its
 * details.
 */
export function headersOf({ code, details }: AppError): Record<string, string> {
  const { retryAfterS: own } = Object(details) as { retryAfterS?: unknown };
  const seconds = typeof own === "number" ? own : mappingOf(code).retryAfterS;
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}
