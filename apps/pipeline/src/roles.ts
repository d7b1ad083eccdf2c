import type { StartRole } from "./role-context.ts";

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
