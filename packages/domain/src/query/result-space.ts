/** A result that takes room on the disk: who made it and its size. */
export interface GrowingResult {
  readonly userId: string;
  readonly bytes: number;
}

/** A stored result; `usedAt` is the last time that somebody used it (milliseconds). */
export interface KeptResult extends GrowingResult {
  readonly id: string;
  readonly usedAt: number;
}

/** All results and their limits, in bytes. */
export interface ResultSpace {
  readonly kept: readonly KeptResult[];
  /** Of statements that still run; they are not removed. */
  readonly growing: readonly GrowingResult[];
  readonly limits: { readonly total: number; readonly person: number; readonly one: number };
  /** Free bytes of the volume, and the free bytes below which results may not grow. */
  readonly disk: { readonly free: number; readonly floor: number };
}

/** With less room than this a statement is refused before it runs. */
const LEAST_BYTES = 1024 * 1024;

/**
 * Chooses stored results to remove, the ones that nobody used for longest first: a person's own until the person is within
 * the limit of one, then anybody's until all are within theirs and the disk has room.
 */
export function resultsToRemove({ kept, growing, limits, disk }: ResultSpace): string[] {
  const left = kept.toSorted((one, other) => one.usedAt - other.usedAt);
  const removed: KeptResult[] = [];
  const remove = (one: KeptResult | undefined) => {
    if (one === undefined) return;
    left.splice(left.indexOf(one), 1);
    removed.push(one);
  };
  const all = () => sumOf([...left, ...growing]);
  for (const userId of new Set([...left, ...growing].map((one) => one.userId))) {
    const isOwn = (one: GrowingResult) => one.userId === userId;
    while (left.some(isOwn) && sumOf([...left, ...growing].filter(isOwn)) > limits.person)
      remove(left.find(isOwn));
  }
  const isTight = () => all() > limits.total || disk.free + sumOf(removed) < disk.floor;
  while (left.length > 0 && isTight()) remove(left[0]);
  return removed.map(({ id }) => id);
}

/** Bytes that a new result of a person may have, given that stored ones make room as it grows; null where there is no room. */
export function allowanceOf(userId: string, space: ResultSpace): number | null {
  const { kept, growing, limits, disk } = space;
  const allowance = Math.min(
    limits.one,
    limits.person - sumOf(growing.filter((one) => one.userId === userId)),
    limits.total - sumOf(growing),
    disk.free + sumOf(kept) - disk.floor,
  );
  return allowance < LEAST_BYTES ? null : allowance;
}

function sumOf(some: readonly GrowingResult[]): number {
  return some.reduce((sum, { bytes }) => sum + bytes, 0);
}
