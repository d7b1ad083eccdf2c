import { type Execution, isFinal } from "@headwater/domain";
import type { ExecutionProgress, ResultPage } from "@headwater/query";

/** A part of a result that is already readable. */
interface ResultPart {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** An execution that this role has at work, or had a moment ago. */
export interface LiveExecution {
  execution: Execution;
  first: ResultPage | null;
  progress: number | null;
  revision: number;
  readonly parts: ResultPart[];
  /** Folders of its worker that take room on the disk. */
  readonly folders: string[];
  readonly cancel: AbortController;
}

/** What is at work here, and who waits for news of it. */
export interface LiveExecutions {
  get(id: string): LiveExecution | undefined;
  add(execution: Execution): LiveExecution;
  /** Changes one and wakes those who wait for it. */
  change(live: LiveExecution, change: (live: LiveExecution) => void): void;
  /** Resolves at the next change of this id (or its first appearance), after `waitMs`, or when the caller is gone. */
  news(id: string, waitMs: number, gone: AbortSignal): Promise<void>;
  /** Forgets one that this role no longer holds: the database answers for it from now on. */
  forget(live: LiveExecution): void;
  /** Those that have not ended. */
  running(): LiveExecution[];
}

// Long enough for every viewer's next question; afterwards the database answers.
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
    news(id, waitMs, gone) {
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

/** What a viewer is told of a live execution. */
export function progressOf(live: LiveExecution): ExecutionProgress {
  return {
    execution: live.execution,
    firstPage: live.first,
    progress: live.progress,
    revision: live.revision,
  };
}
