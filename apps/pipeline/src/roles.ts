import type { Database } from "@headwater/db";
import type { Config, CrashPoint, Lifecycle, Logger, Registry } from "@headwater/runtime";
import type { Report } from "./report.ts";

/** What every role is handed by the composition root; a role takes nothing from anywhere else. */
export interface RoleContext {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly lifecycle: Lifecycle;
  readonly crashPoint: CrashPoint;
  /** Tells the portal how this role is doing; call it when something changes, a heartbeat repeats it. */
  readonly report: Report;
}

/** Starts a role; resolves when it is ready to work. */
export type StartRole = (context: RoleContext) => Promise<void>;

// Loaded on demand: a process carries only the code of its own role.
const LOADERS = {
  edge: async () => (await import("./edge/index.ts")).startEdge,
  loader: async () => (await import("./loader/index.ts")).startLoader,
  batch: async () => (await import("./batch/index.ts")).startBatch,
  query: async () => (await import("./query/index.ts")).startQuery,
  producer: async () => (await import("./producer/index.ts")).startProducer,
} satisfies Record<string, () => Promise<StartRole>>;

export type RoleName = keyof typeof LOADERS;

/** How to load a role by its name, null for an unknown one. */
export function roleLoader(name: string | undefined): (() => Promise<StartRole>) | null {
  return name !== undefined && Object.hasOwn(LOADERS, name) ? LOADERS[name as RoleName] : null;
}
