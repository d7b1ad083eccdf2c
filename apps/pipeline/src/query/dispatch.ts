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
import type { QueryDesk } from "./query-desk.ts";
import { runExecution, type Turns } from "./run-execution.ts";
import { openSingleFlight } from "./single-flight.ts";

/** Claims executions and runs them. */
export interface Dispatch {
  /** Looks for work now: something was queued. */
  wake(): void;
  /** Stops claiming, waits a little for what runs and hands the rest over. */
  close(): Promise<void>;
}

const LEASE_MS = 10_000;
const RENEW_MS = 3000;
const DRAIN_MS = 3000;
const RETRY_MS = 500;

/** Starts to claim: as many at a time as there are workers, of one user always one less, so that someone else's is never kept out. */
export function startDispatch(desk: QueryDesk): Dispatch {
  const holder = randomUUID();
  const turns = openTurns(desk, () => wake());
  const atWork = new Set<Promise<void>>();
  // Heavy statements that wait for their slot hold no worker.
  const limits = workLimits(desk.limits.workers + desk.engine.heavySlots);
  let closed = false;

  const claimAll = async (): Promise<void> => {
    while (!closed && atWork.size - turns.parked < limits.total) {
      const claimed = await claimExecution(desk.database, {
        holder,
        limits,
        leaseMs: LEASE_MS,
      });
      if (claimed === null) return;
      const work = runExecution(desk, claimed, turns)
        .catch((error: unknown) => desk.logger.error({ err: error }, "an end was not recorded"))
        .finally(() => {
          atWork.delete(work);
          wake();
        });
      atWork.add(work);
    }
  };
  const wake = coalesced(async () => {
    if (!closed) await claimAll();
  }, desk);
  const renew = async (): Promise<void> => {
    const cancelled = await renewLeases(desk.database, {
      holder,
      leaseMs: LEASE_MS,
    });
    for (const id of cancelled) desk.live.get(id)?.cancel.abort();
    if ((await recoverExecutions(desk.database)) > 0) wake();
  };
  const stopRenewing = desk.clock.every(
    RENEW_MS,
    () => void renew().catch((error: unknown) => desk.logger.warn({ err: error }, "no renewal")),
  );
  void renew().catch(() => undefined);
  wake();
  return {
    wake,
    async close() {
      closed = true;
      stopRenewing();
      await Promise.race([Promise.all(atWork), desk.clock.sleep(DRAIN_MS)]);
      // What is not done by then is read-only and can be done again: by the next role, not to be recorded by this one.
      await releaseExecutions(desk.database, holder);
    },
  };
}

/** Turns of this role; who is parked leaves a place, for which `onPlace` may find something. */
function openTurns(desk: QueryDesk, onPlace: () => void): Turns & { readonly parked: number } {
  let parked = 0;
  return {
    heavy: openHeavyGate(desk.engine.heavySlots),
    flights: openSingleFlight(),
    async park(wait) {
      parked += 1;
      onPlace();
      try {
        return await wait();
      } finally {
        parked -= 1;
      }
    },
    get parked() {
      return parked;
    },
  };
}

/** Runs a step once at a time: a call while it runs makes it run once more, and a database that is away makes it wait. */
function coalesced(
  step: () => Promise<void>,
  { clock, logger }: Pick<QueryDesk, "clock" | "logger">,
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
