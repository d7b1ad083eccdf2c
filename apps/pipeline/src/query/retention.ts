import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expireResults, getExecution } from "@headwater/db/executions";
import { removeOldRequests } from "@headwater/db/idempotency";
import { isFinal } from "@headwater/domain";
import type { QueryContext } from "./query-context.ts";

const HOUR_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Removes results that were not used during their retention time, folders without an execution, and
 * the stored answers of old idempotent requests.
 */
export async function removeOldResults(context: QueryContext, now: Date): Promise<number> {
  await removeOldRequests(context.database);
  const before = new Date(now.getTime() - context.limits.resultRetentionHours * HOUR_MS);
  const expired = await expireResults(context.database, before);
  for (const id of expired)
    await rm(join(context.resultsRoot, id), { recursive: true, force: true });
  return expired.length + (await removeStrays(context, now));
}

// A role that was killed while it ran a statement leaves such folders. A recently changed folder
// may belong to a running statement.
async function removeStrays(context: QueryContext, now: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(context.resultsRoot).catch(() => [])) {
    if (!UUID.test(name) || context.live.get(name) !== undefined) continue;
    const folder = join(context.resultsRoot, name);
    const changed = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => now.getTime(),
    );
    if (now.getTime() - changed < HOUR_MS) continue;
    const execution = await getExecution(context.database, name);
    // Another instance may be running the execution.
    if (execution !== null && !isFinal(execution.state)) continue;
    if (execution?.resultId === name) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
