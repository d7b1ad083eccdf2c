import type { Execution, ResultColumn, ResultRow } from "@headwater/domain";

/** The state of a run on the page. */
export interface RunState {
  readonly execution: Execution;
  readonly columns: readonly ResultColumn[] | null;
  /** The first rows, which arrive before rows are stored. */
  readonly firstRows: readonly ResultRow[];
  /** The number of rows so far. */
  readonly rows: number;
  readonly progress: number | null;
  readonly revision: number;
}

/** The state in words, which screen readers announce. */
export function statusWords(state: Execution["state"], seconds: number): string {
  const time = `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  switch (state) {
    case "queued":
      return `queued ${time}`;
    case "running":
      return `running ${time}`;
    case "timed_out":
      return `timed out after ${time}`;
    default:
      return `${state} ${time}`;
  }
}

/** The duration of a run in seconds; until now while the run goes on. */
export function secondsOf(execution: Execution, nowMs: number): number {
  // The engine's own measurement, because the times of the row include the wait in the queue.
  if (execution.state === "finished" && execution.runtimeMs !== null)
    return execution.runtimeMs / 1000;
  const end = execution.finishedAt?.getTime() ?? nowMs;
  return Math.max(0, end - execution.queuedAt.getTime()) / 1000;
}

/** True when the rows came from an earlier run. */
export function isCached(execution: Execution): boolean {
  return execution.resultId !== null && execution.resultId !== execution.id;
}

/** True when a run succeeded but its rows are no longer kept. */
export function hasExpired(run: RunState | null): boolean {
  return run?.execution.state === "finished" && run.execution.resultId === null;
}
