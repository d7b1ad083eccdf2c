"use client";
import { isFinal } from "@headwater/domain";
import type { ExecutionProgress } from "@headwater/query/client";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { followRun, isUnknownRun } from "./follow-run.ts";
import { hasExpired, type RunState } from "./run-state.ts";

const WAIT_MS = 15_000;
/** Keeps long polls out of batches, because a batch is answered only with its slowest call. */
const UNBATCHED = { context: { unbatched: true } };

/** Runs statements and follows the run of the shown tab until it ends. */
export function useRun(executionId: string | null, onStarted: (executionId: string) => void) {
  const client = useApiClient();
  const [run, setRun] = useState<RunState | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const [unknownRun, setUnknownRun] = useState<string | null>(null);
  const shown = useRef(executionId);
  shown.current = executionId;

  const take = (progress: ExecutionProgress) => setRun(stateOf(progress));
  // A late answer for the tab that was shown before must not appear in the shown tab.
  const current = run !== null && run.execution.id === executionId ? run : null;
  const settled = current !== null && isFinal(current.execution.state);

  useEffect(() => {
    if (executionId === null || settled) return;
    const stop = new AbortController();
    const poll = (after: number | undefined) =>
      client.sql.progress.query(
        after === undefined ? { executionId, waitMs: 0 } : { executionId, waitMs: WAIT_MS, after },
        { ...UNBATCHED, signal: stop.signal },
      );
    const onProgress = (progress: ExecutionProgress) => {
      setProblem(null);
      setRun(stateOf(progress));
    };
    const onError = (error: unknown) =>
      isUnknownRun(error) ? setUnknownRun(executionId) : setProblem(wordsOf(error));
    void followRun(poll, { onProgress, onError }, stop.signal);
    return () => stop.abort();
  }, [executionId, settled, client]);

  const start = async (request: Parameters<typeof client.sql.run.mutate>[0]) => {
    setStarting(true);
    setProblem(null);
    try {
      const progress = await client.sql.run.mutate(request, UNBATCHED);
      take(progress);
      onStarted(progress.execution.id);
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setStarting(false);
    }
  };
  const cancel = async () => {
    if (executionId !== null)
      await client.sql.cancel.mutate({ executionId }).catch((error) => setProblem(wordsOf(error)));
  };
  const isGone = executionId !== null && (unknownRun === executionId || hasExpired(current));
  return { run: current, problem, starting, isGone, start, cancel };
}

function stateOf({ execution, firstPage, progress, revision }: ExecutionProgress): RunState {
  return {
    execution,
    columns: execution.columns ?? firstPage?.columns ?? null,
    firstRows: firstPage?.rows ?? [],
    rows: execution.rows ?? firstPage?.totalRows ?? 0,
    progress,
    revision,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "The portal could not be reached. Try again.";
}
