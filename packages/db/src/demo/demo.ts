import type { FleetPlan } from "@headwater/domain/demo";
import { LOADER_GROUP, TOPICS } from "@headwater/schemas";
import type { Database } from "../client.ts";
import { readLogOffsets } from "../lake/index.ts";
import { addSettings, changeSetting, deleteSetting, readSetting } from "../settings/index.ts";

/** How the demo stands; `loading` counts days of its history that have landed. */
export type DemoState =
  | { readonly kind: "off" }
  | { readonly kind: "loading"; readonly done: number; readonly total: number }
  | { readonly kind: "on" }
  | { readonly kind: "removed" };

/** What the producer has written of the history, so that a restart goes on where it was. */
export interface DemoProgress {
  readonly plan: FleetPlan;
  /** When the demo began, milliseconds since the epoch: its history ends here. */
  readonly untilMs: number;
  /** For each day written, in order, the offset in the topic that follows its last record. */
  readonly ends: readonly number[];
}

/** Channel that tells the producer that the demo was removed. */
export const DEMO_CHANNEL = "demo_changed";

/** Setting that says `on` or `removed`. */
export const DEMO_SETTING = "demo";
const HISTORY_SETTING = "demo_history";

type Pooled = Pick<Database, "pool">;

/** Whether the demo is there, and how much of it. */
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

/** True once someone removed the demo: it never comes back by itself. */
export async function isDemoRemoved(database: Pooled): Promise<boolean> {
  return (await readSetting(database.pool, DEMO_SETTING)) === "removed";
}

/** Begins the demo, or finds it begun: the first caller's plan stays, so that every start tells the same history. */
export async function beginDemo({ pool }: Pooled, progress: DemoProgress): Promise<DemoProgress> {
  await addSettings(pool, { [DEMO_SETTING]: "on", [HISTORY_SETTING]: progress });
  return (await readDemoProgress({ pool })) ?? progress;
}

export async function readDemoProgress(database: Pooled): Promise<DemoProgress | null> {
  return (await readSetting(database.pool, HISTORY_SETTING)) as DemoProgress | null;
}

/** Notes what was written; call it after the records are durable. A crash before it repeats one day, whose document ids the loader then knows. */
export async function saveDemoProgress({ pool }: Pooled, progress: DemoProgress): Promise<void> {
  await changeSetting(pool, HISTORY_SETTING, progress);
}

/** Forgets the plan of a removed demo: nothing of it is left to look for. */
export async function forgetDemoProgress({ pool }: Pooled): Promise<void> {
  await deleteSetting(pool, HISTORY_SETTING);
}
