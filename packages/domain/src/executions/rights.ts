import { mayReadRows } from "../query/index.ts";
import type { Action, Role } from "../rights/index.ts";

/** Running a saved query. */
export const RUN_SAVED_QUERIES: Action = { scope: "queries:run", least: "viewer" };
/** Running SQL of one's own. */
export const RUN_SQL: Action = { scope: "sql:write", least: "analyst" };

/** The facts that decide who may read a run. */
export interface ExecutionReach {
  readonly userId: string;
  /** Role of the author at the time of the run. */
  readonly role: Role;
  /** `namespace.table` of each table that the run read; null if the run was not planned (yet). */
  readonly tables: readonly string[] | null;
  /** True if an object that everybody may open, such as a saved query, shows the run. */
  readonly isShown: boolean;
}

/**
 * Reading a run and its rows. A person may read their own runs and the runs that an open object
 * shows, if the person may now read every table that the run read: the role of the person may have
 * been higher at the time of the run.
 */
export const READ_EXECUTION: Action<ExecutionReach> = {
  scope: "queries:run",
  least: "viewer",
  allows(person, reach) {
    if (person.role === "admin") return true;
    return (reach.userId === person.id || reach.isShown) && mayReadRows(person, reach);
  },
};

/** Cancelling a run; its author and admins may. */
export const CANCEL_EXECUTION: Action<{ readonly userId: string }> = {
  scope: "queries:run",
  least: "viewer",
  allows: ({ id, role }, { userId }) => role === "admin" || id === userId,
};
