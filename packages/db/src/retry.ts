import { setTimeout as sleep } from "node:timers/promises";

export interface RetryOptions {
  /** Ends the retries: the last error is thrown. */
  readonly signal?: AbortSignal;
  /** Called after each failed attempt, e.g. to report the stage as degraded. */
  readonly onRetry?: (error: unknown, attempt: number) => void;
}

const FIRST_DELAY_MS = 50;
const LAST_DELAY_MS = 2000;
// Codes of connection failures, of the shutdown and start of the server, of missing resources, and
// of conflicts between transactions.
const RETRYABLE = /^(08|53|57P|40001|40P01|25P02)/;
const SYSTEM = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
const LOST = /Connection terminated|connection timeout|not queryable|Client was closed/i;

// Codes of Prisma: the server is not reachable, does not answer in time, or has closed the
// connection.
const PRISMA = new Set(["P1001", "P1002", "P1008", "P1017"]);
const DISK_FULL = "53100";

/** True if the database was not reachable or busy, so that the same statement may work later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isCode = (code: string) => RETRYABLE.test(code) || SYSTEM.has(code) || PRISMA.has(code);
  return codesOf(error).some(isCode) || LOST.test(error.message);
}

/** True if the database could not write because its disk is full. */
export function isDatabaseFull(error: unknown): boolean {
  return error instanceof Error && codesOf(error).includes(DISK_FULL);
}

interface MaybePrismaError extends Error {
  readonly code?: unknown;
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } };
  };
}

/**
 * The codes of an error. An error of Prisma contains the code of PostgreSQL; Prisma's own code says
 * only that the driver failed.
 */
function codesOf({ code, meta }: MaybePrismaError): string[] {
  const codes = [code, meta?.driverAdapterError?.cause?.originalCode];
  return codes.filter((one) => typeof one === "string");
}

/**
 * Repeats `step` while the database is not reachable, with growing pauses and without a limit,
 * because a stage must wait for its database.
 */
export async function retryWhileAway<T>(
  step: (attempt: number) => Promise<T>,
  { signal, onRetry }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await step(attempt);
    } catch (error) {
      if (!isDatabaseAway(error) || signal?.aborted === true) throw error;
      onRetry?.(error, attempt + 1);
      const delay = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 6));
      await sleep(delay, undefined, { signal }).catch(() => undefined);
    }
  }
}
