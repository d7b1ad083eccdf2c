/** Figures over the selected values, for the footer. */
export interface Sums {
  readonly count: number;
  /** Null when no selected value is a number. */
  readonly numbers: {
    readonly sum: number;
    readonly mean: number;
    readonly min: number;
    readonly max: number;
  } | null;
}

/**
 * Counts values that are not NULL and adds up those that are numbers, or text of a number from a
 * number column.
 */
export function sumsOf(values: readonly unknown[]): Sums {
  const present = values.filter((value) => value !== null && value !== undefined);
  const numbers = present.map(asNumber).filter((value) => value !== null);
  if (numbers.length === 0) return { count: present.length, numbers: null };
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of numbers) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { count: present.length, numbers: { sum, mean: sum / numbers.length, min, max } };
}

function asNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?$/.test(value)) return null;
  return Number(value);
}
