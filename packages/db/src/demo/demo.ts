import type { FleetPlan } from "@headwater/domain/demo";
import { LOADER_GROUP, TOPICS } from "@headwater/schemas";
import type { Database } from "../client.ts";
import { readLogOffsets } from "../lake/index.ts";
import { addSettings, changeSetting, deleteSetting, readSetting } from "../settings/index.ts";

/** The state of the demo; `loading` counts the days of its history that have landed. */
export type DemoState =
  | { readonly kind: "off" }
  | { readonly kind: "loading"; readonly done: number; readonly total: number }
  | { readonly kind: "on" }
  | { readonly kind: "removed" };

/** The progress of the producer in writing the history, so that a restart can continue. */
export interface DemoProgress {
  readonly plan: FleetPlan;
  /** The begin of the demo in milliseconds since the epoch: its history ends at this time. */
  readonly untilMs: number;
  /** For each written day, in order, the offset in the topic after its last record. */
  readonly ends: readonly number[];
}

/** Channel that notifies the producer of the removal of the demo. */
export const DEMO_CHANNEL = "demo_changed";

/** Setting with the value `on` or `removed`. */
export const DEMO_SETTING = "demo";
const HISTORY_SETTING = "demo_history";

type Pooled = Pick<Database, "pool">;

/** Reads the state of the demo. */
export async function demoState(database: Database): Promise<DemoState> {
  const state = await readSetting(database.pool, DEMO_SETTING);
  if (state === "removed") return { kind: "removed" };
  if (state === null) return { kind: "off" };
  const progress = await readDemoProgress(database);
  if (progress === null) return { kind: "on" };
  const landed = (await readLogOffsets(database, LOADER_GROUP, TOPICS.replay)).get(0) ?? 0;
  const done = progress.ends.filter((end) => end <= landed).length;
  const total = progress.plan.days;
  return done < total ? { kind: "loading", done, total } : { kind: "on" };
}

/** True once a person has removed the demo: the demo never comes back by itself. */
export async function isDemoRemoved(database: Pooled): Promise<boolean> {
  return (await readSetting(database.pool, DEMO_SETTING)) === "removed";
}

/**
 * Begins the demo. If the demo has begun already, the first plan stays, so that every start makes
 * the same history.
 */
export async function beginDemo({ pool }: Pooled, progress: DemoProgress): Promise<DemoProgress> {
  await addSettings(pool, { [DEMO_SETTING]: "on", [HISTORY_SETTING]: progress });
  return (await readDemoProgress({ pool })) ?? progress;
}

export async function readDemoProgress(database: Pooled): Promise<DemoProgress | null> {
  return (await readSetting(database.pool, HISTORY_SETTING)) as DemoProgress | null;
}

/**
 * Saves the progress; call it after the records are durable. After a crash before the call one day
 * is written again, and the loader finds its documents to be duplicates.
 */
export async function saveDemoProgress({ pool }: Pooled, progress: DemoProgress): Promise<void> {
  await changeSetting(pool, HISTORY_SETTING, progress);
}

/** Deletes the plan of a removed demo once no row of the demo is left. */
export async function forgetDemoProgress({ pool }: Pooled): Promise<void> {
  await deleteSetting(pool, HISTORY_SETTING);
}
