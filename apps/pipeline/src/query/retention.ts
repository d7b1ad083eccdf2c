import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expireResults, getExecution } from "@headwater/db/executions";
import { removeOldRequests } from "@headwater/db/idempotency";
import { isFinal } from "@headwater/domain";
import type { QueryDesk } from "./query-desk.ts";

const HOUR_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Removes results that nothing used for their time, folders that no execution owns any more, and answers kept for requests of yesterday. */
export async function removeOldResults(desk: QueryDesk, now: Date): Promise<number> {
  await removeOldRequests(desk.database);
  const before = new Date(now.getTime() - desk.limits.resultRetentionHours * HOUR_MS);
  const expired = await expireResults(desk.database, before);
  for (const id of expired) await rm(join(desk.resultsRoot, id), { recursive: true, force: true });
  return expired.length + (await removeStrays(desk, now));
}

// Left by a role that was killed while it ran something. Young ones may belong to what runs now.
async function removeStrays(desk: QueryDesk, now: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(desk.resultsRoot).catch(() => [])) {
    if (!UUID.test(name) || desk.live.get(name) !== undefined) continue;
    const folder = join(desk.resultsRoot, name);
    const changed = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => now.getTime(),
    );
    if (now.getTime() - changed < HOUR_MS) continue;
    const execution = await getExecution(desk.database, name);
    // Another instance may have it at work.
    if (execution !== null && !isFinal(execution.state)) continue;
    if (execution?.resultId === name) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
