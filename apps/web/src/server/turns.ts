import { AppError } from "@headwater/domain";

/** Lets work of one kind run a few at a time; of what waits there is a most, too. */
export interface Turns {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface TurnLimits {
  /** Works at a time. */
  readonly atOnce: number;
  /** Works that may wait; one more is refused as `unavailable`. */
  readonly waiting: number;
  /** What is told of the one more. */
  readonly refusal: string;
}

/** Opens a queue in which who comes first is served first. */
export function openTurns({ atOnce, waiting, refusal }: TurnLimits): Turns {
  const queue: (() => void)[] = [];
  let running = 0;
  const begin = async (): Promise<void> => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw new AppError("unavailable", refusal, { retryable: true });
    // Who ends hands its turn over: `running` stays as it is.
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
