import { access, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  beginExecution,
  type ClaimedExecution,
  type ExecutionEnd,
  findCached,
  finishExecution,
} from "@headwater/db";
import type { Execution, ExecutionError, ExecutionState } from "@headwater/domain";
import { type JobOutcome, runJob, similarNames } from "@headwater/query";
import { materializeAccounting } from "./accounting.ts";
import type { HeavyGate } from "./heavy-gate.ts";
import { integrityError } from "./integrity.ts";
import type { LiveExecution } from "./live-executions.ts";
import { type ExecutionPlan, planExecution } from "./plan-execution.ts";
import type { QueryDesk } from "./query-desk.ts";
import type { SingleFlight } from "./single-flight.ts";

// A statement over more than this is heavy: it waits for one of few slots and yields to the others.
const HEAVY_BYTES = 64 * 1024 * 1024;
const RESULT_BYTES = 4 * 1024 ** 3;

const NOTHING = {
  columns: null,
  rows: null,
  sizeBytes: null,
  runtimeMs: null,
  resultId: null,
  cacheKey: null,
  manifestCommit: null,
  tables: null,
} as const;

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
      return failed({ code: "unavailable", message: "The query service had an internal error." });
    });
    await record(desk, { claimed, live, end });
  } finally {
    // Not before the result is recorded: whoever waits for the turn looks for it there.
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
  const ended: Execution = recorded ?? { ...live.execution, ...end, finishedAt: new Date() };
  desk.live.change(live, () => {
    live.execution = ended;
  });
  // Someone who tries what is not allowed leaves a trace; the statement itself is in the history.
  if (end.error?.code === "sql_not_allowed")
    await desk.database.prisma.auditEvent.create({
      data: {
        userId: ended.userId,
        action: "query.run",
        object: ended.id,
        outcome: "refused",
        details: { message: end.error.message },
      },
    });
  desk.metrics.ended.inc({ state: ended.state });
  desk.metrics.total.observe((Date.now() - ended.queuedAt.getTime()) / 1000);
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
  const outcome = await planExecution(desk, claimed);
  if (!outcome.ok) return failed(outcome.error);
  const { plan } = outcome;
  if (plan.cacheKey !== null && !claimed.fresh) ends.push(await turnOf(plan.cacheKey, attempted));
  const cached = claimed.fresh ? null : await cachedEnd(desk, plan);
  if (cached !== null) return cached;
  if (plan.bytes <= HEAVY_BYTES) return work(desk, { claimed, live, plan, pool: "light" });
  const leave = await turns.heavy.enter(claimed.execution.userId, live.cancel.signal);
  try {
    return await work(desk, { claimed, live, plan, pool: "heavy" });
  } finally {
    leave();
  }
}

// Of identical statements at once one runs; the others hold no place meanwhile, and then find its result in the store.
function turnOf(key: string, { live, turns }: Attempt): Promise<() => void> {
  const enter = () => turns.flights.enter(key, live.cancel.signal);
  return turns.flights.busy(key) ? turns.park(enter) : enter();
}

async function cachedEnd(desk: QueryDesk, plan: ExecutionPlan): Promise<ExecutionEnd | null> {
  if (plan.cacheKey === null) return null;
  const cached = await findCached(desk.database, plan.cacheKey);
  if (cached?.resultId === undefined || cached.resultId === null) return null;
  const there = await access(join(desk.resultsRoot, cached.resultId)).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  desk.metrics.cacheHits.inc();
  const { columns, rows, sizeBytes, runtimeMs, resultId } = cached;
  const { cacheKey, manifestCommit, tables } = plan;
  return {
    ...{ state: "finished", error: null, columns, rows, sizeBytes, runtimeMs },
    ...{ resultId, cacheKey, manifestCommit, tables },
  };
}

interface Work extends Pick<Attempt, "claimed" | "live"> {
  readonly plan: ExecutionPlan;
  readonly pool: "light" | "heavy";
}

async function work(desk: QueryDesk, { claimed, live, plan, pool }: Work): Promise<ExecutionEnd> {
  const { id, sql, parameters, rowLimit, timeoutMs } = claimed.execution;
  if (live.cancel.signal.aborted) return failed(CANCELLED);
  const resultFolder = join(desk.resultsRoot, id);
  await mkdir(resultFolder, { recursive: true, mode: 0o700 });
  const worker = await desk.engine[pool].take();
  try {
    const counts = plan.accounting
      ? await materializeAccounting(desk.database, join(worker.folder, "input"))
      : { statements: [], path: null };
    // The viewer doesn't wait for this row: a lost update is mended by the one at the end.
    const begun = beginExecution(desk.database, { id, token: claimed.token });
    desk.live.change(live, () => {
      live.execution = { ...live.execution, state: "running", startedAt: new Date() };
    });
    const outcome = await runJob(
      {
        worker,
        job: {
          sql,
          parameters,
          setup: [...plan.views.statements, ...counts.statements],
          paths: [...plan.views.paths, ...(counts.path === null ? [] : [counts.path])],
          rowLimit,
          byteLimit: RESULT_BYTES,
        },
        resultFolder,
        timeoutMs,
        memory: desk.engine.memory,
        cancel: live.cancel.signal,
      },
      eventsOf(desk, live),
    );
    await begun;
    if (!outcome.ok) await rm(resultFolder, { recursive: true, force: true });
    return endOf(desk, outcome, { id, live, plan });
  } finally {
    void worker.discard();
  }
}

function eventsOf(desk: QueryDesk, live: LiveExecution): Parameters<typeof runJob>[1] {
  return {
    first(columns, rows) {
      if (live.first === null)
        desk.metrics.firstRows.observe((Date.now() - live.execution.queuedAt.getTime()) / 1000);
      desk.live.change(live, () => {
        live.first = { columns, rows, totalRows: rows.length, complete: false };
        live.execution = { ...live.execution, columns };
      });
    },
    part(path, rows) {
      desk.live.change(live, () => {
        live.parts.push({ path, rows });
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

function endOf(
  desk: QueryDesk,
  outcome: JobOutcome,
  { id, live, plan }: { id: string; live: LiveExecution; plan: ExecutionPlan },
): ExecutionEnd {
  if (!outcome.ok) return failed(withCandidates(damageOf(desk, outcome), plan.columns));
  const { rows, bytes, runtimeMs } = outcome;
  if (live.first !== null) live.first = { ...live.first, totalRows: rows, complete: true };
  return {
    ...{ state: "finished", error: null, columns: live.first?.columns ?? [], rows },
    ...{ sizeBytes: bytes, runtimeMs, resultId: id },
    ...{ cacheKey: plan.cacheKey, manifestCommit: plan.manifestCommit, tables: plan.tables },
  };
}

// The engine could not read a file: that is damage of the lake, not a mistake of the statement's author.
function damageOf(desk: QueryDesk, { error, file }: JobOutcome & { ok: false }): ExecutionError {
  if (error.code !== "runtime" || file === undefined) return error;
  const inLake = file.startsWith(desk.lakeRoot);
  return integrityError(inLake ? file.slice(desk.lakeRoot.length + 1) : file, "can't be read");
}

// Of a column behind a view's alias the engine says only that it is none.
function withCandidates(error: ExecutionError, columns: readonly string[]): ExecutionError {
  const wanted = /does not have a column named "([^"]+)"/.exec(error.message)?.[1];
  if (wanted === undefined || error.candidates !== undefined) return error;
  const candidates = similarNames(wanted, new Set(columns));
  return candidates.length > 0 ? { ...error, candidates } : error;
}

const CANCELLED: ExecutionError = { code: "cancelled", message: "Cancelled." };

function failed(error: ExecutionError): ExecutionEnd {
  const states: Partial<Record<ExecutionError["code"], ExecutionState & ExecutionEnd["state"]>> = {
    cancelled: "cancelled",
    timeout: "timed_out",
  };
  return { ...NOTHING, state: states[error.code] ?? "failed", error };
}
