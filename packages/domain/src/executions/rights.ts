import { mayReadRows } from "../query/index.ts";
import type { Action, Role } from "../rights/index.ts";

/** Running what somebody saved. */
export const RUN_SAVED_QUERIES: Action = { scope: "queries:run", least: "viewer" };
/** Running SQL of one's own. */
export const RUN_SQL: Action = { scope: "sql:write", least: "analyst" };

/** What decides over reading a run. */
export interface ExecutionReach {
  readonly userId: string;
  /** Role of the author at the time of the run. */
  readonly role: Role;
  /** `namespace.table` of each table that the run read; null where it was not planned (yet). */
  readonly tables: readonly string[] | null;
  /** True where an object that everybody may open, such as a saved query, shows the run. */
  readonly isShown: boolean;
}

/**
 * Reading a run and its rows: one's own and those that an open object shows, if the run read no
 * table that the person may not read now; their role may have been a higher one then.
 */
export const READ_EXECUTION: Action<ExecutionReach> = {
  scope: "queries:run",
  least: "viewer",
  allows(person, reach) {
    if (person.role === "admin") return true;
    return (reach.userId === person.id || reach.isShown) && mayReadRows(person, reach);
  },
};

/** Ending a run: its author and admins. */
export const CANCEL_EXECUTION: Action<{ readonly userId: string }> = {
  scope: "queries:run",
  least: "viewer",
  allows: ({ id, role }, { userId }) => role === "admin" || id === userId,
};
