import { isFinal } from "@headwater/domain";
import type { ExecutionProgress } from "@headwater/query/client";

interface Listener {
  readonly told: (progress: ExecutionProgress) => void;
  readonly failed: (error: unknown) => void;
}

/** Milliseconds before the next attempt; a restart of the query role takes a few of these. */
const RETRY_MS = 1000;

/** Asks for news of a run, each time waiting for what is newer than the last answer, until it has ended, is gone, or nobody listens. Trouble on the way is told and tried again. */
export async function followRun(
  news: (after: number | undefined) => Promise<ExecutionProgress>,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let after: number | undefined;
  while (!signal.aborted) {
    const answer = await news(after).catch((error: unknown) => ({ error }));
    if (signal.aborted) return;
    if ("error" in answer) {
      listener.failed(answer.error);
      if (isGone(answer.error)) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      continue;
    }
    after = answer.revision;
    listener.told(answer);
    if (isFinal(answer.execution.state)) return;
  }
}

/** Not there, or not for this person any more: asking again would not change it. */
function isGone(error: unknown): boolean {
  return [404, 401, 403].includes(statusOf(error));
}

/** True where the run is not known any more: it was long ago, or in another Headwater. */
export function isForgotten(error: unknown): boolean {
  return statusOf(error) === 404;
}

function statusOf(error: unknown): number {
  return (error as { data?: { httpStatus?: number } }).data?.httpStatus ?? 0;
}
