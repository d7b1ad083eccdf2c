import type { Action } from "../rights/index.ts";

/** Removing all data of the demo. */
export const REMOVE_DEMO: Action = { scope: "demo:remove", least: "admin" };
