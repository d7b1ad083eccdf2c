import { listInstances } from "@headwater/db/stages";
import type { Context } from "../../server/context.ts";

/**
 * Reads every instance of every stage with its last report, and the sandbox of the query workers.
 */
export async function stages({ database, query }: Context) {
  const instances = await listInstances(database);
  // People look for faults on this page, so it must work while the query role does not answer.
  const sandbox = await query.status({}).catch(() => null);
  return {
    now: database.now(),
    stages: instances,
    sandbox: sandbox?.sandbox ?? null,
    notes: [...(sandbox?.notes ?? [])],
  };
}
