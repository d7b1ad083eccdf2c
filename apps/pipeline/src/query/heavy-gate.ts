/**
 * Few slots for heavy statements; a free one goes to the user who has the fewest, among equals to the one who was let in
 * longest ago: with a single slot everybody has none, and the first in line would have all of it.
 */
export interface HeavyGate {
  /** Resolves with the function that gives the slot back; at once where the caller cancels. */
  enter(userId: string, cancel: AbortSignal): Promise<() => void>;
}

interface Waiting {
  readonly userId: string;
  readonly admit: () => void;
}

/** Opens a gate with so many slots. */
export function openHeavyGate(slots: number): HeavyGate {
  const inside = new Map<string, number>();
  const waiting: Waiting[] = [];
  // One number for each person of one installation.
  const lastTurn = new Map<string, number>();
  let turn = 0;
  const taken = () => [...inside.values()].reduce((sum, amount) => sum + amount, 0);

  const amount = ({ userId }: Waiting) => inside.get(userId) ?? 0;
  const since = ({ userId }: Waiting) => lastTurn.get(userId) ?? 0;
  const admitNext = (): void => {
    while (taken() < slots && waiting.length > 0) {
      // Of one user the first in line comes first: the sort keeps the order of equals.
      const [next] = waiting.toSorted(
        (one, other) => amount(one) - amount(other) || since(one) - since(other),
      );
      if (next === undefined) return;
      waiting.splice(waiting.indexOf(next), 1);
      inside.set(next.userId, amount(next) + 1);
      lastTurn.set(next.userId, ++turn);
      next.admit();
    }
  };
  const leave = (userId: string) => {
    const left = (inside.get(userId) ?? 1) - 1;
    if (left === 0) inside.delete(userId);
    else inside.set(userId, left);
    admitNext();
  };
  return {
    enter(userId, cancel) {
      return new Promise((resolve) => {
        const entry: Waiting = {
          userId,
          admit() {
            cancel.removeEventListener("abort", giveUp);
            resolve(() => leave(userId));
          },
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          resolve(() => undefined);
        };
        // Whoever has left already is not let in: an abort that is over raises no event.
        if (cancel.aborted) return resolve(() => undefined);
        waiting.push(entry);
        cancel.addEventListener("abort", giveUp, { once: true });
        admitNext();
      });
    },
  };
}
