import { setTimeout as sleep } from "node:timers/promises";

/** With the least times of steps that come late the whole stop takes less than 10 s, whatever holds it up. */
const TOTAL_MS = 8000;
/** A step that comes late still gets this long. */
const LEAST_MS = 1000;

type Step = (leftMs: number) => Promise<void> | void;

/** The one way in which the product ends. */
export interface Stop {
  /** Aborted when it begins: nothing new may be started. */
  readonly signal: AbortSignal;
  /** Adds a step to run at the end, before all that were added earlier. It is told how many milliseconds are left. */
  onStop(step: Step): void;
  /** Runs the steps and exits. The first call counts. */
  begin(code: number): Promise<void>;
}

interface StopOptions {
  /** Time of the whole stop; 8 s unless told. */
  readonly totalMs?: number;
  /** Told when it begins, with the exit code. */
  readonly onBegin: (code: number) => void;
  /** Told of a step that failed or took too long; the next one runs all the same. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Ends the product on SIGINT, SIGTERM, SIGHUP, when the process that started it is gone, and on an error that nobody
 * handled: each step runs, the database's too, whatever becomes of the others.
 */
export function openStop({ totalMs = TOTAL_MS, onBegin, onFailure }: StopOptions): Stop {
  const controller = new AbortController();
  const { signal } = controller;
  const steps: Step[] = [];
  const begin = async (code: number): Promise<void> => {
    if (signal.aborted) return;
    controller.abort();
    onBegin(code);
    const endsAt = performance.now() + totalMs;
    for (let step = steps.pop(); step !== undefined; step = steps.pop())
      await runStep(step, Math.max(LEAST_MS, endsAt - performance.now())).catch(onFailure);
    process.exit(code);
  };
  const onBug = (error: unknown): void => {
    onFailure(error);
    void begin(1);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => void begin(0));
  process.once("disconnect", () => void begin(0));
  process.on("uncaughtException", onBug);
  process.on("unhandledRejection", onBug);
  return { signal, onStop: (step) => void steps.push(step), begin };
}

async function runStep(step: Step, leftMs: number): Promise<void> {
  const late = sleep(leftMs, "late" as const, { ref: false });
  const end = await Promise.race([Promise.resolve(step(leftMs)), late]);
  if (end === "late") throw new Error("a step of the stop took too long");
}
