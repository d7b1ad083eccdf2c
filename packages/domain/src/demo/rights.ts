import type { Action } from "../rights/index.ts";

/** Removing the demo with everything that belongs to it. */
export const REMOVE_DEMO: Action = { scope: "demo:remove", least: "admin" };
