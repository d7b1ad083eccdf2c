import { hostname } from "node:os";
import { listInstances } from "@headwater/db/stages";
import { conditionOf, type StageInstance } from "@headwater/domain/stages";
import type { RoleContext } from "../role-context.ts";
import type { LiveExecutions } from "./live-executions.ts";

/** How often an instance looks who else runs statements. */
const LOOK_MS = 2000;
/** How often a viewer's question looks into the database for news of what another instance runs. */
const FOLLOW_MS = 250;

/** Knows whether other instances of the query role take statements, too. */
export interface OtherInstances {
  areThere(): boolean;
  stop(): void;
}

/** Begins to look for other instances. */
export async function watchOtherInstances({
  clock,
  database,
}: Pick<RoleContext, "clock" | "database">): Promise<OtherInstances> {
  let found = false;
  const isOther = (one: StageInstance): boolean =>
    one.stage === "query" &&
    (one.host !== hostname() || one.pid !== process.pid) &&
    ["running", "degraded"].includes(conditionOf(one, clock.now()));
  const look = async (): Promise<void> => {
    // While the database is away nobody takes statements, and who was there is still likely to be.
    const instances = await listInstances(database).catch(() => null);
    if (instances !== null) found = instances.some(isOther);
  };
  await look();
  return {
    areThere: () => found,
    stop: clock.every(LOOK_MS, () => void look()),
  };
}

/**
 * Live executions for viewers of an instance beside others: of a statement that another one runs no news comes here, so
 * that a viewer's question looks into the database more often while others are there.
 */
export function followingOthers(
  live: LiveExecutions,
  { areThere }: Pick<OtherInstances, "areThere">,
): LiveExecutions {
  return {
    ...live,
    news(id, waitMs, gone) {
      const isElsewhere = live.get(id) === undefined && areThere();
      return live.news(id, isElsewhere ? Math.min(waitMs, FOLLOW_MS) : waitMs, gone);
    },
  };
}
