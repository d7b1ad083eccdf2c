import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { post } from "../../../apps/supervisor/chaos/load.ts";
import type { StackAccess } from "../../../apps/supervisor/chaos/stack-access.ts";

const PROBE_EVERY_MS = 200;
// Each query starts a sandboxed worker: four queries a second would add the load of half a core.
const LOOK_EVERY_MS = 1000;
const LAST_LOOK_MS = 60_000;
const RECENT =
  "SELECT document_id FROM bench.probe_v1 WHERE submission_timestamp > now() - INTERVAL 2 MINUTE";

/**
 * Milliseconds from a probe's 200 to the end of the first query that returned its row; infinity for
 * a row that never appeared.
 */
export async function watchFreshness(
  access: StackAccess,
  edgeUrl: string,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const waiting = new Map<string, number>();
  const waits: number[] = [];
  const probing = (async () => {
    while (!signal.aborted) {
      const id = randomUUID();
      const status = await post(undefined, `${edgeUrl}/submit/bench/probe/1/${id}`, "{}");
      if (status === 200) waiting.set(id, performance.now());
      await sleep(PROBE_EVERY_MS);
    }
  })();
  const lastLook = () => performance.now() + LAST_LOOK_MS;
  for (let until = lastLook(); performance.now() < until; ) {
    const asked = performance.now();
    const rows = await access.rows(RECENT);
    for (const [id] of rows) {
      const since = waiting.get(String(id));
      if (since === undefined) continue;
      // The query began after the probe was sent, and a user waits until its end.
      waits.push(performance.now() - since);
      waiting.delete(String(id));
    }
    if (!signal.aborted) until = lastLook();
    else if (waiting.size === 0) break;
    await sleep(Math.max(0, LOOK_EVERY_MS - (performance.now() - asked)));
  }
  await probing;
  return [...waits, ...Array.from(waiting, () => Number.POSITIVE_INFINITY)];
}
