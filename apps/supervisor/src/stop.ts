import { setTimeout as sleep } from "node:timers/promises";

/** Together with `LEAST_MS` of the late steps the whole stop takes less than 10 s in every case. */
const TOTAL_MS = 8000;
/** A step that begins after the total time still gets this time. */
const LEAST_MS = 1000;

type Step = (leftMs: number) => Promise<void> | void;

/** The stop of the product: the product ends in no other way. */
export interface Stop {
  /** Aborted when the stop begins: nothing new may be started then. */
  readonly signal: AbortSignal;
  /**
   * Adds a step of the stop, which runs before all steps that were added earlier. The step gets the
   * number of milliseconds that are left.
   */
  onStop(step: Step): void;
  /** Runs the steps and exits with the code. Only the first call counts. */
  begin(code: number): Promise<void>;
}

interface StopOptions {
  /** Time of the whole stop; 8 s by default. */
  readonly totalMs?: number;
  /** Called with the exit code when the stop begins. */
  readonly onBegin: (code: number) => void;
  /** Called when a step failed or took too long; the next step runs nevertheless. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Ends the product on SIGINT, SIGTERM, SIGHUP, on the end of its parent process and on an unhandled
 * error. Each step runs, the database's too, even if other steps fail.
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
