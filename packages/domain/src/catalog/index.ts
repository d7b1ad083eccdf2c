import type { Action } from "../rights/index.ts";

/** Reading the list of tables, their columns and partitions. */
export const READ_CATALOG: Action = { scope: "catalog:read", least: "viewer" };
