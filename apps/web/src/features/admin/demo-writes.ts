import type { Database } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import { demoState, removeDemo } from "@headwater/db/demo";
import type { Viewer } from "../../server/session.ts";

/** Reads whether the demo is on, loading, removed or off. */
export async function demoStatus(database: Database) {
  const { kind } = await demoState(database);
  return { kind };
}

/** Removes the demo's queries, schemas, tables and rows. The removed demo does not come back. */
export async function removeTheDemo(database: Database, viewer: Viewer) {
  const { counts } = await removeDemo(database);
  await recordAudit(database, {
    userId: viewer.id,
    action: "demo.remove",
    details: counts,
  });
  return { counts: { ...counts } };
}
