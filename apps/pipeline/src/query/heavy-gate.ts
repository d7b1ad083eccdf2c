/** A heavy statement that needs a slot. */
interface HeavyClaim {
  readonly userId: string;
  /** True if no person waits for the statement. */
  readonly isBatch: boolean;
}

/**
 * A few slots for heavy statements. A person's statement comes before batch work. A free slot goes
 * to the user who holds the fewest slots, and among such users to the user who got a slot the
 * longest time ago. Without the second rule one user could get a single slot again and again.
 */
export interface HeavyGate {
  /** Resolves with the function that releases the slot; resolves at once if the caller cancels. */
  enter(claim: HeavyClaim, cancel: AbortSignal): Promise<() => void>;
}

interface Waiting extends HeavyClaim {
  readonly admit: () => void;
}

/**
 * Opens a gate with a number of slots. Batch work gets only the slots that people leave free. A
 * person does not wait for the end of batch work: for a person, the slots of batch work count as
 * free.
 */
export function openHeavyGate(slots: number): HeavyGate {
  const inside = new Map<string, number>();
  const taken = { people: 0, batch: 0 };
  const waiting: Waiting[] = [];
  // This map never shrinks, but has only one number for each user.
  const lastTurn = new Map<string, number>();
  let turn = 0;

  const amount = ({ userId }: Waiting) => inside.get(userId) ?? 0;
  const since = ({ userId }: Waiting) => lastTurn.get(userId) ?? 0;
  const hasRoom = ({ isBatch }: Waiting) =>
    (isBatch ? taken.people + taken.batch : taken.people) < slots;
  const next = (): Waiting | undefined =>
    // Statements of one user keep their order, because the sort is stable.
    waiting
      .filter(hasRoom)
      .toSorted(
        (one, other) =>
          Number(one.isBatch) - Number(other.isBatch) ||
          amount(one) - amount(other) ||
          since(one) - since(other),
      )[0];
  const admitNext = (): void => {
    for (let entry = next(); entry !== undefined; entry = next()) {
      waiting.splice(waiting.indexOf(entry), 1);
      inside.set(entry.userId, amount(entry) + 1);
      taken[entry.isBatch ? "batch" : "people"] += 1;
      lastTurn.set(entry.userId, ++turn);
      entry.admit();
    }
  };
  const leave = ({ userId, isBatch }: HeavyClaim) => {
    const left = (inside.get(userId) ?? 1) - 1;
    if (left === 0) inside.delete(userId);
    else inside.set(userId, left);
    taken[isBatch ? "batch" : "people"] -= 1;
    admitNext();
  };
  return {
    enter(claim, cancel) {
      return new Promise((resolve) => {
        const entry: Waiting = {
          ...claim,
          admit() {
            cancel.removeEventListener("abort", giveUp);
            resolve(() => leave(claim));
          },
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          resolve(() => undefined);
        };
        // A signal that is already aborted raises no event, so that this check is needed.
        if (cancel.aborted) return resolve(() => undefined);
        waiting.push(entry);
        cancel.addEventListener("abort", giveUp, { once: true });
        admitNext();
      });
    },
  };
}
