import { AppError } from "@headwater/domain";

/** A queue that limits the number of running and of waiting tasks of one kind. */
export interface Turns {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface TurnLimits {
  /** The most running tasks. */
  readonly atOnce: number;
  /** The most waiting tasks; one more is refused as `unavailable`. */
  readonly waiting: number;
  /** The message of this refusal. */
  readonly refusal: string;
}

/** Opens a queue that runs tasks in the order of their arrival. */
export function openTurns({ atOnce, waiting, refusal }: TurnLimits): Turns {
  const queue: (() => void)[] = [];
  let running = 0;
  const begin = async (): Promise<void> => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw new AppError("unavailable", refusal, { retryable: true });
    // A task that ends hands its turn to the next task, so `running` does not change.
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const end = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    async run(work) {
      await begin();
      try {
        return await work();
      } finally {
        end();
      }
    },
  };
}
