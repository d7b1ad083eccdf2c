import type { Action } from "../rights/index.ts";

/** Reading registered schemas. */
export const READ_SCHEMAS: Action = { scope: "schemas:read", least: "analyst" };
/** Registering schemas, which decide which documents are accepted. */
export const WRITE_SCHEMAS: Action = { scope: "schemas:write", least: "admin" };
