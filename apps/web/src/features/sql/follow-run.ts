import { isFinal } from "@headwater/domain";
import type { ExecutionProgress } from "@headwater/query/client";

interface Listener {
  readonly onProgress: (progress: ExecutionProgress) => void;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds before the next attempt; a restart of the query role takes a few attempts. */
const RETRY_MS = 1000;

/**
 * Polls a run until it has ended, is gone, or the signal aborts. Each poll waits for a state newer
 * than the last answer. An error is reported and the poll repeated.
 */
export async function followRun(
  poll: (after: number | undefined) => Promise<ExecutionProgress>,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let after: number | undefined;
  while (!signal.aborted) {
    const answer = await poll(after).catch((error: unknown) => ({ error }));
    if (signal.aborted) return;
    if ("error" in answer) {
      listener.onError(answer.error);
      if (isGone(answer.error)) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      continue;
    }
    after = answer.revision;
    listener.onProgress(answer);
    if (isFinal(answer.execution.state)) return;
  }
}

/**
 * True where the run does not exist or the person may no longer see it: another poll would not
 * change that.
 */
function isGone(error: unknown): boolean {
  return [404, 401, 403].includes(statusOf(error));
}

/** True where the server does not know the run: it is too old, or from another installation. */
export function isUnknownRun(error: unknown): boolean {
  return statusOf(error) === 404;
}

function statusOf(error: unknown): number {
  return (error as { data?: { httpStatus?: number } }).data?.httpStatus ?? 0;
}
