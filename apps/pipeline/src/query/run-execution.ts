import { access, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { recordAudit } from "@headwater/db/audit";
import {
  beginExecution,
  type ClaimedExecution,
  type ExecutionEnd,
  findCached,
  finishExecution,
} from "@headwater/db/executions";
import { isBatch } from "@headwater/domain";
import { isLongText } from "@headwater/domain/query";
import { runJob } from "@headwater/query";
import { materializeAccounting } from "./accounting.ts";
import { brokenDown, CANCELLED, endOf, failed } from "./execution-end.ts";
import type { HeavyGate } from "./heavy-gate.ts";
import type { LiveExecution } from "./live-executions.ts";
import { type ExecutionPlan, planExecution } from "./plan-execution.ts";
import type { QueryDesk } from "./query-desk.ts";
import type { SingleFlight } from "./single-flight.ts";

// A statement over more than this is heavy: it waits for one of few slots and yields to the others.
const HEAVY_BYTES = 64 * 1024 * 1024;

/** What executions of one role wait for. */
export interface Turns {
  readonly heavy: HeavyGate;
  /** By cache key. */
  readonly flights: SingleFlight;
  /** Waits without a place among those at work. */
  park<Value>(wait: () => Promise<Value>): Promise<Value>;
}

/** Takes a claimed execution to its end and records it. */
export async function runExecution(
  desk: QueryDesk,
  claimed: ClaimedExecution,
  turns: Turns,
): Promise<void> {
  const live = desk.live.add(claimed.execution);
  const ends: (() => void)[] = [];
  try {
    const end = await attempt(desk, { claimed, live, turns, ends }).catch((error: unknown) => {
      desk.logger.error({ err: error, execution: claimed.execution.id }, "an execution broke down");
      return brokenDown(error);
    });
    await record(desk, { claimed, live, end });
  } finally {
    // The turns end once the result is recorded: whoever waits for one looks for the result then.
    for (const leave of ends) leave();
  }
}

interface Ended {
  readonly claimed: ClaimedExecution;
  readonly live: LiveExecution;
  readonly end: ExecutionEnd;
}

async function record(desk: QueryDesk, { claimed, live, end }: Ended): Promise<void> {
  const recorded = await finishExecution(
    desk.database,
    { id: claimed.execution.id, token: claimed.token },
    end,
  );
  // This role no longer holds the execution: nobody is told of the outcome that it had here.
  if (recorded === null) return desk.live.forget(live);
  const { state } = recorded;
  if (state !== "finished") await removeRows(desk, live);
  else if (recorded.resultId === recorded.id) settle(desk);
  desk.live.change(live, () => {
    live.execution = recorded;
  });
  // Someone who tries what is not allowed leaves a trace; the statement itself is in the history.
  if (end.state !== "finished" && end.error.code === "sql_not_allowed")
    await recordAudit(desk.database, {
      userId: recorded.userId,
      action: "query.run",
      object: recorded.id,
      outcome: "refused",
      details: { message: end.error.message },
    });
  desk.metrics.ended.inc({ state });
  desk.metrics.total.observe(secondsSince(desk, recorded.queuedAt));
}

function secondsSince({ clock }: QueryDesk, at: Date): number {
  return (clock.now().getTime() - at.getTime()) / 1000;
}

/** Makes room after a result was stored. Nobody waits for this: where it fails, the next look at the disk makes the room. */
function settle({ room, logger }: QueryDesk): void {
  room.settle().catch((error: unknown) => logger.warn({ err: error }, "no room could be made"));
}

/** Removes the rows of a statement that did not finish, from the disk and for those who look at it. */
async function removeRows(desk: QueryDesk, live: LiveExecution): Promise<void> {
  live.first = null;
  live.parts.length = 0;
  await rm(join(desk.resultsRoot, live.execution.id), { recursive: true, force: true });
}

interface Attempt {
  readonly claimed: ClaimedExecution;
  readonly live: LiveExecution;
  readonly turns: Turns;
  /** To be called once the end is recorded. */
  readonly ends: (() => void)[];
}

async function attempt(desk: QueryDesk, attempted: Attempt): Promise<ExecutionEnd> {
  const { claimed, live, turns, ends } = attempted;
  const isLong = isLongText(claimed.execution.sql);
  const judge = () => planExecution(desk, claimed);
  // While a statement waits for the gate of long texts or for a heavy slot, another one has its place.
  const outcome = await (isLong ? turns.park(judge) : judge());
  if (!outcome.ok) return failed(outcome.error);
  const { plan } = outcome;
  if (plan.cacheKey !== null && !claimed.fresh) ends.push(await turnOf(plan.cacheKey, attempted));
  const cached = claimed.fresh ? null : await cachedEnd(desk, plan);
  if (cached !== null) return cached;
  if (plan.bytes <= HEAVY_BYTES && !isLong)
    return work(desk, { claimed, live, plan, pool: "light" });
  const { userId, purpose } = claimed.execution;
  const leave = await turns.park(() =>
    turns.heavy.enter({ userId, isBatch: isBatch(purpose) }, live.cancel.signal),
  );
  try {
    return await work(desk, { claimed, live, plan, pool: "heavy" });
  } finally {
    leave();
  }
}

// Only one of several identical statements runs; the others hold no place meanwhile and find its result in the store then.
function turnOf(key: string, { live, turns }: Attempt): Promise<() => void> {
  const enter = () => turns.flights.enter(key, live.cancel.signal);
  return turns.flights.busy(key) ? turns.park(enter) : enter();
}

async function cachedEnd(desk: QueryDesk, plan: ExecutionPlan): Promise<ExecutionEnd | null> {
  if (plan.cacheKey === null) return null;
  const cached = await findCached(desk.database, plan.cacheKey);
  if (cached === null) return null;
  const { columns, rows, sizeBytes, runtimeMs, resultId } = cached;
  if (resultId === null || columns === null || rows === null) return null;
  const there = await access(join(desk.resultsRoot, resultId)).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  desk.metrics.cacheHits.inc();
  const { cacheKey, manifestCommit, tables } = plan;
  return {
    state: "finished",
    columns,
    rows,
    sizeBytes: sizeBytes ?? 0,
    runtimeMs: runtimeMs ?? 0,
    resultId,
    cacheKey,
    manifestCommit,
    tables,
  };
}

interface Work extends Pick<Attempt, "claimed" | "live"> {
  readonly plan: ExecutionPlan;
  readonly pool: "light" | "heavy";
}

async function work(desk: QueryDesk, { claimed, live, plan, pool }: Work): Promise<ExecutionEnd> {
  const { id, userId, sql, parameters, rowLimit, timeoutMs } = claimed.execution;
  if (live.cancel.signal.aborted) return failed(CANCELLED);
  const admitted = await desk.room.admit(userId);
  if ("error" in admitted) return failed(admitted.error);
  const resultFolder = join(desk.resultsRoot, id);
  // A first attempt that was lost with its role may have left parts.
  await rm(resultFolder, { recursive: true, force: true });
  await mkdir(resultFolder, { recursive: true, mode: 0o700 });
  const worker = await desk.engine[pool].take();
  live.folders.push(worker.folders.spill, worker.folders.result);
  try {
    const counts = plan.accounting
      ? await materializeAccounting(desk.database, worker.folders.input)
      : { statements: [], path: null };
    // The viewer doesn't wait for this row: a lost update is mended by the one at the end.
    const begun = beginExecution(desk.database, { id, token: claimed.token });
    desk.live.change(live, () => {
      live.execution = { ...live.execution, state: "running", startedAt: desk.clock.now() };
    });
    const outcome = await runJob(
      {
        worker,
        sql,
        run: plan.run,
        job: {
          parameters,
          setup: [...plan.views.statements, ...counts.statements],
          paths: [...plan.views.paths, ...(counts.path === null ? [] : [counts.path])],
          rowLimit,
          byteLimit: admitted.byteLimit,
        },
        resultFolder,
        timeoutMs,
        memory: desk.engine.memory,
        cancel: live.cancel.signal,
      },
      eventsOf(desk, live),
    );
    await begun;
    return endOf(desk, outcome, { id, live, plan });
  } finally {
    live.folders.length = 0;
    // A folder that can't be removed now is removed at the next start of the role.
    worker.discard().catch(() => undefined);
  }
}

function eventsOf(desk: QueryDesk, live: LiveExecution): Parameters<typeof runJob>[1] {
  return {
    first(columns, rows) {
      if (live.first === null)
        desk.metrics.firstRows.observe(secondsSince(desk, live.execution.queuedAt));
      desk.live.change(live, () => {
        live.first = { columns, rows, totalRows: rows.length, complete: false };
        live.execution = { ...live.execution, columns };
      });
    },
    part(path, rows, bytes) {
      desk.live.change(live, () => {
        live.parts.push({ path, rows, bytes });
        const totalRows = live.parts.reduce((sum, part) => sum + part.rows, 0);
        if (live.first !== null) live.first = { ...live.first, totalRows };
      });
    },
    progress(fraction) {
      desk.live.change(live, () => {
        live.progress = fraction;
      });
    },
  };
}
