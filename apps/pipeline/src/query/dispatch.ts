import { randomUUID } from "node:crypto";
import { isDatabaseAway, oneAtATime } from "@headwater/db";
import {
  claimExecution,
  recoverExecutions,
  releaseExecutions,
  renewLeases,
} from "@headwater/db/executions";
import { workLimits } from "@headwater/domain";
import { openHeavyGate } from "./heavy-gate.ts";
import type { QueryContext } from "./query-context.ts";
import { type ExecutionGates, runExecution } from "./run-execution.ts";
import { openSingleFlight } from "./single-flight.ts";

/** Claims executions and runs them. */
export interface Dispatch {
  /** Looks for queued executions now. */
  wake(): void;
  /** Stops claiming, waits some seconds for running executions and releases the others. */
  close(): Promise<void>;
}

const LEASE_MS = 10_000;
const RENEW_MS = 3000;
const DRAIN_MS = 3000;
const RETRY_MS = 500;

/**
 * Starts to claim executions: as many at a time as the role has workers, and of one user one less,
 * so that a worker is left for the executions of other users.
 */
export function startDispatch(context: QueryContext): Dispatch {
  const holder = randomUUID();
  const gates = openGates(context, () => wake());
  const atWork = new Set<Promise<void>>();
  // A heavy statement that waits for a slot holds no worker.
  const limits = workLimits(context.limits.workers + context.engine.heavySlots);
  let closed = false;

  const claimAll = async (): Promise<void> => {
    while (!closed && atWork.size - gates.suspended < limits.total) {
      const claimed = await claimExecution(context.database, {
        holder,
        limits,
        leaseMs: LEASE_MS,
      });
      if (claimed === null) return;
      const work = runExecution(context, claimed, gates)
        .catch((error: unknown) =>
          context.logger.error({ err: error }, "the end of an execution was not recorded"),
        )
        .finally(() => {
          atWork.delete(work);
          wake();
        });
      atWork.add(work);
    }
  };
  const wake = coalesced(async () => {
    if (!closed) await claimAll();
  }, context);
  const renew = async (): Promise<void> => {
    const cancelled = await renewLeases(context.database, {
      holder,
      leaseMs: LEASE_MS,
    });
    for (const id of cancelled) context.live.get(id)?.cancel.abort();
    if ((await recoverExecutions(context.database)) > 0) wake();
  };
  const stopRenewing = context.clock.every(
    RENEW_MS,
    () =>
      void renew().catch((error: unknown) =>
        context.logger.warn({ err: error }, "the leases were not renewed"),
      ),
  );
  void renew().catch(() => undefined);
  wake();
  return {
    wake,
    async close() {
      closed = true;
      stopRenewing();
      await Promise.race([Promise.all(atWork), context.clock.sleep(DRAIN_MS)]);
      // The remaining statements only read, so that another instance can run them again. This
      // instance can't record their ends any more.
      await releaseExecutions(context.database, holder);
    },
  };
}

/**
 * Opens the gates of this role. A suspended execution does not count as running, so that
 * `onSuspend` may claim another execution.
 */
function openGates(
  context: QueryContext,
  onSuspend: () => void,
): ExecutionGates & { readonly suspended: number } {
  let suspended = 0;
  return {
    heavy: openHeavyGate(context.engine.heavySlots),
    flights: openSingleFlight(),
    async suspend(wait) {
      suspended += 1;
      onSuspend();
      try {
        return await wait();
      } finally {
        suspended -= 1;
      }
    },
    get suspended() {
      return suspended;
    },
  };
}

/**
 * Returns a function that runs a step, never twice at the same time: a call during a run makes the
 * step run once more. After an error, e.g. while the database is not reachable, the step runs again
 * after a pause.
 */
function coalesced(
  step: () => Promise<void>,
  { clock, logger }: Pick<QueryContext, "clock" | "logger">,
): () => void {
  const run: () => Promise<void> = oneAtATime(() =>
    step().catch(async (error: unknown) => {
      if (!isDatabaseAway(error)) logger.error({ err: error }, "claiming failed");
      await clock.sleep(RETRY_MS);
      void run();
    }),
  );
  return () => void run();
}
