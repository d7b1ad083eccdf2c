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
import { CANCELLED, endOf, failed, internalFailure } from "./execution-end.ts";
import type { HeavyGate } from "./heavy-gate.ts";
import type { LiveExecution } from "./live-executions.ts";
import { type ExecutionPlan, planExecution } from "./plan-execution.ts";
import type { QueryContext } from "./query-context.ts";
import type { SingleFlight } from "./single-flight.ts";

// A statement that reads more bytes is heavy: it waits for one of few slots and runs in the heavy
// pool.
const HEAVY_BYTES = 64 * 1024 * 1024;

/** The gates at which the executions of one role wait. */
export interface ExecutionGates {
  readonly heavy: HeavyGate;
  /** Lets only one of several statements with the same cache key run. */
  readonly flights: SingleFlight;
  /** Waits for `wait`; meanwhile the execution does not count as running. */
  suspend<Value>(wait: () => Promise<Value>): Promise<Value>;
}

/** Runs a claimed execution to its end and records the end. */
export async function runExecution(
  context: QueryContext,
  claimed: ClaimedExecution,
  gates: ExecutionGates,
): Promise<void> {
  const live = context.live.add(claimed.execution);
  const releases: (() => void)[] = [];
  try {
    const end = await attempt(context, { claimed, live, gates, releases }).catch(
      (error: unknown) => {
        context.logger.error(
          { err: error, execution: claimed.execution.id },
          "an execution failed with a bug",
        );
        return internalFailure(error);
      },
    );
    await record(context, { claimed, live, end });
  } finally {
    // The release comes after the record, because a waiting statement looks for the recorded
    // result.
    for (const release of releases) release();
  }
}

interface Ended {
  readonly claimed: ClaimedExecution;
  readonly live: LiveExecution;
  readonly end: ExecutionEnd;
}

async function record(context: QueryContext, { claimed, live, end }: Ended): Promise<void> {
  const recorded = await finishExecution(
    context.database,
    { id: claimed.execution.id, token: claimed.token },
    end,
  );
  // This role no longer holds the execution, so that its outcome here does not count.
  if (recorded === null) return context.live.forget(live);
  const { state } = recorded;
  if (state !== "finished") await removeRows(context, live);
  else if (recorded.resultId === recorded.id) trimStorage(context);
  context.live.change(live, () => {
    live.execution = recorded;
  });
  // The audit log records refused statements; the text of the statement is in the history.
  if (end.state !== "finished" && end.error.code === "sql_not_allowed")
    await recordAudit(context.database, {
      userId: recorded.userId,
      action: "query.run",
      object: recorded.id,
      outcome: "refused",
      details: { message: end.error.message },
    });
  context.metrics.ended.inc({ state });
  context.metrics.total.observe(secondsSince(context, recorded.queuedAt));
}

function secondsSince({ clock }: QueryContext, at: Date): number {
  return (clock.now().getTime() - at.getTime()) / 1000;
}

/**
 * Removes old results after a new result was stored. Nobody waits for this: after a failure the
 * next check of the disk removes the old results.
 */
function trimStorage({ storage, logger }: QueryContext): void {
  storage
    .trim()
    .catch((error: unknown) => logger.warn({ err: error }, "old results could not be removed"));
}

/**
 * Removes the rows of a statement that did not finish, from the disk and from its progress.
 */
async function removeRows(context: QueryContext, live: LiveExecution): Promise<void> {
  live.first = null;
  live.parts.length = 0;
  await rm(join(context.resultsRoot, live.execution.id), { recursive: true, force: true });
}

interface Attempt {
  readonly claimed: ClaimedExecution;
  readonly live: LiveExecution;
  readonly gates: ExecutionGates;
  /** Functions to call once the end is recorded. */
  readonly releases: (() => void)[];
}

async function attempt(context: QueryContext, attempted: Attempt): Promise<ExecutionEnd> {
  const { claimed, live, gates, releases } = attempted;
  const isLong = isLongText(claimed.execution.sql);
  const judge = () => planExecution(context, claimed);
  // While a statement waits for the gate of long texts or for a heavy slot, another statement may
  // run in its place.
  const outcome = await (isLong ? gates.suspend(judge) : judge());
  if (!outcome.ok) return failed(outcome.error);
  const { plan } = outcome;
  if (plan.cacheKey !== null && !claimed.fresh)
    releases.push(await enterFlight(plan.cacheKey, attempted));
  const cached = claimed.fresh ? null : await cachedEnd(context, plan);
  if (cached !== null) return cached;
  if (plan.bytes <= HEAVY_BYTES && !isLong)
    return work(context, { claimed, live, plan, pool: "light" });
  const { userId, purpose } = claimed.execution;
  const leave = await gates.suspend(() =>
    gates.heavy.enter({ userId, isBatch: isBatch(purpose) }, live.cancel.signal),
  );
  try {
    return await work(context, { claimed, live, plan, pool: "heavy" });
  } finally {
    leave();
  }
}

// Only one of several identical statements runs; the others are suspended meanwhile and then find
// its stored result.
function enterFlight(key: string, { live, gates }: Attempt): Promise<() => void> {
  const enter = () => gates.flights.enter(key, live.cancel.signal);
  return gates.flights.busy(key) ? gates.suspend(enter) : enter();
}

async function cachedEnd(context: QueryContext, plan: ExecutionPlan): Promise<ExecutionEnd | null> {
  if (plan.cacheKey === null) return null;
  const cached = await findCached(context.database, plan.cacheKey);
  if (cached === null) return null;
  const { columns, rows, sizeBytes, runtimeMs, resultId } = cached;
  if (resultId === null || columns === null || rows === null) return null;
  const there = await access(join(context.resultsRoot, resultId)).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  context.metrics.cacheHits.inc();
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

async function work(
  context: QueryContext,
  { claimed, live, plan, pool }: Work,
): Promise<ExecutionEnd> {
  const { id, userId, sql, parameters, rowLimit, timeoutMs } = claimed.execution;
  if (live.cancel.signal.aborted) return failed(CANCELLED);
  const admitted = await context.storage.admit(userId);
  if ("error" in admitted) return failed(admitted.error);
  const resultFolder = join(context.resultsRoot, id);
  // An earlier attempt whose role was killed may have left parts.
  await rm(resultFolder, { recursive: true, force: true });
  await mkdir(resultFolder, { recursive: true, mode: 0o700 });
  const worker = await context.engine[pool].take();
  live.folders.push(worker.folders.spill, worker.folders.result);
  try {
    const counts = plan.accounting
      ? await materializeAccounting(context.database, worker.folders.input)
      : { statements: [], path: null };
    // The viewer does not wait for this update: if it is lost, the update at the end replaces it.
    const begun = beginExecution(context.database, { id, token: claimed.token });
    context.live.change(live, () => {
      live.execution = { ...live.execution, state: "running", startedAt: context.clock.now() };
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
        memory: context.engine.memory,
        cancel: live.cancel.signal,
      },
      eventsOf(context, live),
    );
    await begun;
    return endOf(context, outcome, { id, live, plan });
  } finally {
    live.folders.length = 0;
    // A folder that can't be removed now is removed at the next start of the role.
    worker.discard().catch(() => undefined);
  }
}

function eventsOf(context: QueryContext, live: LiveExecution): Parameters<typeof runJob>[1] {
  return {
    first(columns, rows) {
      if (live.first === null)
        context.metrics.firstRows.observe(secondsSince(context, live.execution.queuedAt));
      context.live.change(live, () => {
        live.first = { columns, rows, totalRows: rows.length, complete: false };
        live.execution = { ...live.execution, columns };
      });
    },
    part(path, rows, bytes) {
      context.live.change(live, () => {
        live.parts.push({ path, rows, bytes });
        const totalRows = live.parts.reduce((sum, part) => sum + part.rows, 0);
        if (live.first !== null) live.first = { ...live.first, totalRows };
      });
    },
    progress(fraction) {
      context.live.change(live, () => {
        live.progress = fraction;
      });
    },
  };
}
