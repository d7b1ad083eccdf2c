import { listInstances } from "@headwater/db/stages";
import type { Context } from "../../server/context.ts";

/** Every instance of a stage with its last sign of life, and what isolates the query workers. */
export async function stages({ database, query }: Context) {
  const instances = await listInstances(database);
  // The page is for finding out what is wrong: a query role that is away must not take it along.
  const sandbox = await query.status({}).catch(() => null);
  return {
    now: database.now(),
    stages: instances,
    sandbox: sandbox?.sandbox ?? null,
    notes: [...(sandbox?.notes ?? [])],
  };
}
