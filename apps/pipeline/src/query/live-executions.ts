import { type Execution, isFinal } from "@headwater/domain";
import type { ExecutionProgress, ResultPage } from "@headwater/query";

/** A part of a result that is already readable. */
interface ResultPart {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** An execution that this role is running, or that ended here within the last minute. */
export interface LiveExecution {
  execution: Execution;
  first: ResultPage | null;
  progress: number | null;
  revision: number;
  readonly parts: ResultPart[];
  /** The folders of the worker, whose files take room on the disk. */
  readonly folders: string[];
  readonly cancel: AbortController;
}

/** The executions of this role, and the callers that wait for their changes. */
export interface LiveExecutions {
  get(id: string): LiveExecution | undefined;
  add(execution: Execution): LiveExecution;
  /** Changes an execution and wakes the callers that wait for its change. */
  change(live: LiveExecution, change: (live: LiveExecution) => void): void;
  /**
   * Resolves when the execution is added or changes next, after `waitMs`, or when the caller has
   * disconnected.
   */
  waitForChange(id: string, waitMs: number, gone: AbortSignal): Promise<void>;
  /**
   * Removes an execution that this role no longer holds: callers read it from the database then.
   */
  forget(live: LiveExecution): void;
  /** The executions that have not ended. */
  running(): LiveExecution[];
}

// Every viewer asks again within this time; afterwards viewers read from the database.
const KEEP_MS = 60_000;

/** Opens the register of live executions. */
export function openLiveExecutions(): LiveExecutions {
  const all = new Map<string, LiveExecution>();
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string) => {
    for (const listener of waiting.get(id) ?? []) listener();
  };
  return {
    get: (id) => all.get(id),
    add(execution) {
      const live: LiveExecution = {
        execution,
        first: null,
        progress: null,
        revision: 1,
        parts: [],
        folders: [],
        cancel: new AbortController(),
      };
      all.set(execution.id, live);
      wake(execution.id);
      return live;
    },
    change(live, change) {
      change(live);
      live.revision += 1;
      const { id, state } = live.execution;
      if (isFinal(state)) setTimeout(() => all.delete(id), KEEP_MS).unref();
      wake(id);
    },
    waitForChange(id, waitMs, gone) {
      return new Promise((resolve) => {
        const listeners = waiting.get(id) ?? new Set();
        waiting.set(id, listeners);
        const end = () => {
          clearTimeout(timer);
          listeners.delete(end);
          if (listeners.size === 0) waiting.delete(id);
          gone.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, waitMs);
        listeners.add(end);
        gone.addEventListener("abort", end, { once: true });
      });
    },
    forget({ execution: { id } }) {
      all.delete(id);
      wake(id);
    },
    running: () => [...all.values()].filter(({ execution }) => !isFinal(execution.state)),
  };
}

/** The progress of a live execution as a viewer gets it. */
export function progressOf(live: LiveExecution): ExecutionProgress {
  return {
    execution: live.execution,
    firstPage: live.first,
    progress: live.progress,
    revision: live.revision,
  };
}
