import { hostname } from "node:os";
import { listInstances } from "@headwater/db/stages";
import { conditionOf, type StageInstance } from "@headwater/domain/stages";
import type { RoleContext } from "../role-context.ts";
import type { LiveExecutions } from "./live-executions.ts";

/** How often an instance checks whether other instances run statements. */
const CHECK_MS = 2000;
/**
 * How often a viewer's request reads the database for a statement that another instance may run.
 */
const POLL_MS = 250;

/** Knows whether other instances of the query role run statements, too. */
export interface OtherInstances {
  exist(): boolean;
  stop(): void;
}

/** Starts to watch for other instances. */
export async function watchOtherInstances({
  clock,
  database,
}: Pick<RoleContext, "clock" | "database">): Promise<OtherInstances> {
  let found = false;
  const isOther = (one: StageInstance): boolean =>
    one.stage === "query" &&
    (one.host !== hostname() || one.pid !== process.pid) &&
    ["running", "degraded"].includes(conditionOf(one, clock.now()));
  const check = async (): Promise<void> => {
    // While the database is not reachable, no instance claims statements, and the last result
    // stays.
    const instances = await listInstances(database).catch(() => null);
    if (instances !== null) found = instances.some(isOther);
  };
  await check();
  return {
    exist: () => found,
    stop: clock.every(CHECK_MS, () => void check()),
  };
}

/**
 * Live executions of an instance that is not alone. This instance does not see the changes of a
 * statement that another instance runs, so that a viewer's request reads the database more often
 * while other instances exist.
 */
export function pollWhileOthersExist(
  live: LiveExecutions,
  { exist }: Pick<OtherInstances, "exist">,
): LiveExecutions {
  return {
    ...live,
    waitForChange(id, waitMs, gone) {
      const isElsewhere = live.get(id) === undefined && exist();
      return live.waitForChange(id, isElsewhere ? Math.min(waitMs, POLL_MS) : waitMs, gone);
    },
  };
}
