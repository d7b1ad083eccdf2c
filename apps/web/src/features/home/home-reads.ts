import { busiestTypes } from "@headwater/db/activity";
import { demoState } from "@headwater/db/demo";
import { listExecutions } from "@headwater/db/executions";
import { accountingByDay, newestFreshness } from "@headwater/db/lake";
import { hasPassword } from "@headwater/db/people";
import { recentQueries } from "@headwater/db/saved-queries";
import { hasOwnSchemas } from "@headwater/db/schemas";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import type { Context } from "../../server/context.ts";
import type { Viewer } from "../../server/session.ts";

/** Three whole weeks, so that a day can be compared with the same weekday before. */
const DAYS = 21;
const RECENT = 6;

/** Reads everything that the first page shows, in parallel. */
export async function homeOverview({ database }: Context, viewer: Viewer) {
  const [days, arriving, freshnessMs, demo, queries, runs, withPassword, withSchemas] =
    await Promise.all([
      accountingByDay(database, DAYS),
      busiestTypes(database),
      newestFreshness(database),
      demoState(database),
      recentQueries(database, RECENT),
      listExecutions(database, { userId: viewer.id, limit: RECENT }),
      hasPassword(database, viewer.id),
      hasOwnSchemas(database),
    ]);
  const today = days.at(-1) ?? { accepted: 0, live: 0, rejected: 0, duplicate: 0, dropped: 0 };
  return {
    today: {
      accepted: today.accepted,
      live: today.live,
      rejected: today.rejected,
      duplicate: today.duplicate,
      dropped: today.dropped,
    },
    yesterday: days.at(-2)?.accepted ?? 0,
    days: days.map(({ day, accepted, rejected }) => ({ day, accepted, rejected })),
    arriving,
    freshnessMs,
    demo:
      demo.kind === "loading"
        ? { kind: demo.kind, done: demo.done, total: demo.total }
        : { kind: demo.kind },
    recent: queries.map(({ id, name, updatedAt, owner }) => ({
      id,
      name,
      updatedAt,
      owner: owner.name,
    })),
    runs: runs.map(({ id, sql, state, queuedAt, origin }) => ({
      id,
      // The list shows one line of each statement, and a statement may have a million characters.
      sql: sql.slice(0, 200),
      state,
      queuedAt,
      savedQueryId: origin?.kind === SAVED_QUERY_ORIGIN ? Number(origin.id) : null,
    })),
    hasPassword: withPassword,
    hasOwnSchemas: withSchemas,
  };
}
