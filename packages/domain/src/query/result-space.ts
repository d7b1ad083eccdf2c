/** A result that takes space on the disk: its author and its size. */
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
  /** Results of statements that still run; these results are not removed. */
  readonly growing: readonly GrowingResult[];
  readonly limits: { readonly total: number; readonly person: number; readonly one: number };
  /** Free bytes of the volume, and the free bytes below which results may not grow. */
  readonly disk: { readonly free: number; readonly floor: number };
}

/** A statement is refused before it runs if its result can have less space than this. */
const LEAST_BYTES = 1024 * 1024;

/**
 * Chooses stored results to remove. First each person loses results until the person is within the
 * limit per person. Then the person who holds most loses results, until all results together are
 * within the total limit and the disk has space. Of one person the results that were unused for
 * longest are removed first.
 */
export function resultsToRemove({ kept, growing, limits, disk }: ResultSpace): string[] {
  const left = kept.toSorted((one, other) => one.usedAt - other.usedAt);
  const removed: KeptResult[] = [];
  const held = (userId: string) =>
    sumOf([...left, ...growing].filter((one) => one.userId === userId));
  const removeOldestOf = (userId: string) => {
    const index = left.findIndex((one) => one.userId === userId);
    removed.push(...left.splice(index, 1));
  };
  const people = () => [...new Set(left.map(({ userId }) => userId))];
  for (const userId of people())
    while (left.some((one) => one.userId === userId) && held(userId) > limits.person)
      removeOldestOf(userId);
  const isTight = () =>
    sumOf([...left, ...growing]) > limits.total || disk.free + sumOf(removed) < disk.floor;
  while (left.length > 0 && isTight()) {
    const [largest = ""] = people().toSorted((one, other) => held(other) - held(one));
    removeOldestOf(largest);
  }
  return removed.map(({ id }) => id);
}

/**
 * Bytes that a new result of a person may have; null if no space is left. The new result may take
 * the space of stored results: of the person's own, and of the results that others hold beyond an
 * equal share.
 */
export function allowanceOf(userId: string, space: ResultSpace): number | null {
  const { kept, growing, limits, disk } = space;
  const people = new Set([userId, ...kept.map((one) => one.userId)]);
  const share = sumOf(kept) / people.size;
  const canGo = [...people].reduce((sum, person) => {
    const theirs = sumOf(kept.filter((one) => one.userId === person));
    return sum + (person === userId ? theirs : Math.max(0, theirs - share));
  }, 0);
  const allowance = Math.min(
    limits.one,
    limits.person - sumOf(growing.filter((one) => one.userId === userId)),
    limits.total - sumOf(growing),
    disk.free + canGo - disk.floor,
  );
  return allowance < LEAST_BYTES ? null : Math.floor(allowance);
}

function sumOf(some: readonly GrowingResult[]): number {
  return some.reduce((sum, { bytes }) => sum + bytes, 0);
}
