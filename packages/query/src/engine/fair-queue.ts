/**
 * `interactive`: a person waits for the answer. `background`: error marks while a person types,
 * long sorts, whole files.
 */
export type Lane = "interactive" | "background";

/** The person and the lane of a request that waits for a process or has one. */
export interface Requester {
  /** The person for whom the request is; all requests without a person count as one person. */
  readonly userId: string;
  readonly lane: Lane;
}

interface QueueState<Waiting extends Requester> {
  readonly waiting: readonly Waiting[];
  readonly running: readonly Requester[];
  /** Number of all processes. */
  readonly slots: number;
  /** Number of the last request of each person that got a process; a higher number is later. */
  readonly lastServed: ReadonlyMap<string, number>;
}

/**
 * Chooses the request that gets a free process; null if no request may have it. Background requests
 * leave one process to interactive requests, and each person leaves one process to other people.
 * Interactive requests go first, then requests of the person with the fewest running requests, then
 * of the person who was served longest ago, then the oldest request.
 */
export function nextRequest<Waiting extends Requester>(state: QueueState<Waiting>): Waiting | null {
  const { waiting, running, slots, lastServed } = state;
  if (running.length >= slots) return null;
  const share = Math.max(1, slots - 1);
  const background = running.filter(({ lane }) => lane === "background").length;
  const atWork = (userId: string) =>
    running.filter((requester) => requester.userId === userId).length;
  const may = ({ userId, lane }: Requester) =>
    atWork(userId) < share && (lane === "interactive" || background < share);
  const rank = ({ userId, lane }: Requester): number[] => [
    lane === "interactive" ? 0 : 1,
    atWork(userId),
    lastServed.get(userId) ?? 0,
  ];
  const [first, ...others] = waiting.filter(may);
  if (first === undefined) return null;
  return others.reduce((best, one) => (isBefore(rank(one), rank(best)) ? one : best), first);
}

// False for equal ranks, so that the older request stays first.
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
