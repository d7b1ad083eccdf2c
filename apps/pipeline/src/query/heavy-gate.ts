/** Few slots for heavy statements; a free one goes to the user who has the fewest, so that nobody's four starve the rest. */
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
  const taken = () => [...inside.values()].reduce((sum, amount) => sum + amount, 0);

  const admitNext = (): void => {
    while (taken() < slots && waiting.length > 0) {
      const fewest = Math.min(...waiting.map(({ userId }) => inside.get(userId) ?? 0));
      const index = waiting.findIndex(({ userId }) => (inside.get(userId) ?? 0) === fewest);
      const [next] = waiting.splice(index, 1);
      if (next === undefined) return;
      inside.set(next.userId, fewest + 1);
      next.admit();
    }
  };
  const leave = (userId: string) => {
    const amount = (inside.get(userId) ?? 1) - 1;
    if (amount === 0) inside.delete(userId);
    else inside.set(userId, amount);
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
