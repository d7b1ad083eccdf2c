import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

interface LoadResult {
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly perSecond: number;
}

interface LoadOptions {
  readonly edgeUrl: string;
  /** Folder of the corpus; null for the demo's pings. */
  readonly corpus: string | null;
  /** Pings per second; 0 to send the next ping after each answer. */
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Runs the load in a process of its own, so that the load doesn't share a thread with the
 * measurement.
 */
export async function runLoad({
  edgeUrl,
  corpus,
  perSecond,
  seconds,
}: LoadOptions): Promise<LoadResult> {
  const args = [new URL(edgeUrl).port, String(perSecond), String(seconds), corpus ?? ""];
  const child = fork(join(import.meta.dirname, "paced-load.ts"), args);
  const [result] = (await once(child, "message")) as [LoadResult];
  if (result.refused > 0) throw new Error(`${result.refused} pings were not answered with 200`);
  return result;
}
