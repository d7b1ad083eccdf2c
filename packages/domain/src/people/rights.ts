import type { Action } from "../rights/index.ts";

/** Changing one's own password and API keys. */
export const WRITE_ACCOUNT: Action = { scope: "account:write", least: "viewer" };
/** Adding people, and changing roles. */
export const WRITE_PEOPLE: Action = { scope: "people:write", least: "admin" };
