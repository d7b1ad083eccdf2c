import type { Action } from "../rights/index.ts";

/** Reading counts, stages and figures of the pipeline. */
export const READ_PIPELINE: Action = { scope: "pipeline:read", least: "viewer" };
/** Reading documents that no schema has checked. */
export const READ_REJECTED: Action = { scope: "rejected:read", least: "analyst" };
