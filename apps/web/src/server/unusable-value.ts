/** What is told where a value is of the right shape and still none that can be stored or compared. */
export const UNUSABLE = "Some of what was sent can't be used.";

/**
 * PostgreSQL's codes (its appendix A, class 22) for a value that its type cannot hold: a NUL in text or JSON, a number
 * beyond the type's end, text that is no number. The rest of the class, like a division by zero, is a bug of ours.
 */
const CODES = new Set(["22021", "22003", "22P02", "22P05"]);

interface MaybeDatabaseError {
  readonly code?: unknown;
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } };
  };
}

/**
 * True where the database refused a value as one that no column of the kind can hold.
 * Asked once for all that people send: a rule on each text of each input would be forgotten on the next one.
 */
export function isUnusableValue(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as MaybeDatabaseError;
  // Prisma keeps the driver's code inside; its own says no more than that the driver failed.
  return [code, meta?.driverAdapterError?.cause?.originalCode].some((one) =>
    CODES.has(String(one)),
  );
}
