/** A heavy statement that wants a slot. */
interface HeavyClaim {
  readonly userId: string;
  /** No person waits for it. */
  readonly isBatch: boolean;
}

/**
 * Few slots for heavy statements. A person's statement comes before batch work; a free slot goes to
 * the user who has the fewest, among equals to the one who was let in longest ago: with a single slot
 * everybody has none, and the first in line would have all of it.
 */
export interface HeavyGate {
  /** Resolves with the function that gives the slot back; at once where the caller cancels. */
  enter(claim: HeavyClaim, cancel: AbortSignal): Promise<() => void>;
}

interface Waiting extends HeavyClaim {
  readonly admit: () => void;
}

/**
 * Opens a gate with so many slots. Batch work takes only what people leave, and a person does not
 * wait for batch work to end: for a person, slots that batch work has count as free.
 */
export function openHeavyGate(slots: number): HeavyGate {
  const inside = new Map<string, number>();
  const taken = { people: 0, batch: 0 };
  const waiting: Waiting[] = [];
  // One number for each person of one installation.
  const lastTurn = new Map<string, number>();
  let turn = 0;

  const amount = ({ userId }: Waiting) => inside.get(userId) ?? 0;
  const since = ({ userId }: Waiting) => lastTurn.get(userId) ?? 0;
  const hasRoom = ({ isBatch }: Waiting) =>
    (isBatch ? taken.people + taken.batch : taken.people) < slots;
  const next = (): Waiting | undefined =>
    // Of one user the first in line comes first: the sort keeps the order of equals.
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
        // A caller that has left already is not let in: an abort that is over raises no event.
        if (cancel.aborted) return resolve(() => undefined);
        waiting.push(entry);
        cancel.addEventListener("abort", giveUp, { once: true });
        admitNext();
      });
    },
  };
}
