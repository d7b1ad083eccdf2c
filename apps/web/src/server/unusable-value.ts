/**
 * The message for a value of the right shape that can't be stored or compared.
 */
export const UNUSABLE = "Some of what was sent can't be used.";

/**
 * PostgreSQL's codes (its appendix A, class 22) for a value that its type cannot hold: a NUL in
 * text or JSON, a number beyond the type's end, text that is no number. The rest of the class, like
 * a division by zero, is a bug of ours.
 */
const CODES = new Set(["22021", "22003", "22P02", "22P05"]);

interface MaybeDatabaseError {
  readonly code?: unknown;
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } };
  };
}

/**
 * True where the database refused a value that no column of its type can hold. All inputs are
 * checked in this one place, because a rule on each text of each input would be forgotten for the
 * next input.
 */
export function isUnusableValue(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as MaybeDatabaseError;
  // Prisma wraps the driver's error code; its own code says only that the driver failed.
  return [code, meta?.driverAdapterError?.cause?.originalCode].some((one) =>
    CODES.has(String(one)),
  );
}
