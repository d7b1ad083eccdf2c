/** `interactive`: a person waits for the answer. `background`: marks while typing, long sorts, whole files. */
export type Lane = "interactive" | "background";

/** One request that waits for a process or has one. */
export interface Turn {
  /** The person for whom it is; requests without a person share one turn. */
  readonly userId: string;
  readonly lane: Lane;
}

interface QueueState<Waiting extends Turn> {
  readonly waiting: readonly Waiting[];
  readonly running: readonly Turn[];
  /** Processes in all. */
  readonly slots: number;
  /** Number of the most recent turn of each person. */
  readonly lastTurn: ReadonlyMap<string, number>;
}

/**
 * Chooses the request that gets a free process; null if none may have it. Background requests leave one process to the
 * interactive ones, and one person leaves one process to the others. Interactive requests go first, then those of the
 * person with the fewest at work, then of the person who was served longest ago, then the oldest.
 */
export function nextTurn<Waiting extends Turn>(state: QueueState<Waiting>): Waiting | null {
  const { waiting, running, slots, lastTurn } = state;
  if (running.length >= slots) return null;
  const share = Math.max(1, slots - 1);
  const background = running.filter(({ lane }) => lane === "background").length;
  const atWork = (userId: string) => running.filter((turn) => turn.userId === userId).length;
  const may = ({ userId, lane }: Turn) =>
    atWork(userId) < share && (lane === "interactive" || background < share);
  const rank = ({ userId, lane }: Turn): number[] => [
    lane === "interactive" ? 0 : 1,
    atWork(userId),
    lastTurn.get(userId) ?? 0,
  ];
  const [first, ...others] = waiting.filter(may);
  if (first === undefined) return null;
  return others.reduce((best, one) => (isBefore(rank(one), rank(best)) ? one : best), first);
}

// False for equals, so that the one further ahead in the queue keeps its place.
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
