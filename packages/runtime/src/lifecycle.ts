import type { Logger } from "./logger.ts";
import { surviveClosedOutput } from "./output.ts";

interface LifecycleOptions {
  readonly logger: Logger;
  /** Time limit for all stop steps together; after it the process exits. */
  readonly graceMs?: number;
}

/** Steps that end a process in order, started by a signal or by the loss of its supervisor. */
export interface Lifecycle {
  /** Aborted when the process should end. */
  readonly signal: AbortSignal;
  /** Adds a step to run at the end; steps run last in, first out. */
  onStop(step: () => Promise<void> | void): void;
}

/**
 * Ends this process cleanly on SIGINT, SIGTERM or when the supervisor's channel closes: runs the
 * stop steps, then exits 0. An unhandled rejection is a bug: the error is logged, and the process
 * exits 1 to be started again.
 */
export function openLifecycle({ logger, graceMs = 8000 }: LifecycleOptions): Lifecycle {
  const controller = new AbortController();
  const steps: (() => Promise<void> | void)[] = [];

  const stop = async (reason: string): Promise<void> => {
    if (controller.signal.aborted) return;
    logger.info({ reason }, "stopping");
    controller.abort();
    setTimeout(() => process.exit(1), graceMs).unref();
    let code = 0;
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        logger.error({ err: error }, "a stop step failed");
        code = 1;
      }
    }
    process.exit(code);
  };

  // `on`, not `once`: a second signal must not end the process during the stop steps.
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.once("disconnect", () => void stop("supervisor is gone"));
  const crash = (error: unknown): void => {
    logger.fatal({ err: error }, "bug: unhandled error");
    process.exit(1);
  };
  // A closed output does not end the process, so the stop steps still run.
  surviveClosedOutput();
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  return { signal: controller.signal, onStop: (step) => steps.push(step) };
}
