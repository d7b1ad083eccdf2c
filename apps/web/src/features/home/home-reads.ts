import type { Database } from "@headwater/db";
import { demoState } from "@headwater/db/demo";
import { listExecutions } from "@headwater/db/executions";
import { findQueriesByName, recentQueries } from "@headwater/db/saved-queries";
import { mayReadTable } from "@headwater/domain/query";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import { ACCOUNTING_TABLE, REJECTED_TABLE } from "@headwater/schemas";
import type { Context } from "../../server/context.ts";
import type { Viewer } from "../../server/session.ts";

/** Three whole weeks: a weekday can be held against the same one before. */
const DAYS = 21;
const RECENT = 6;
const FOUND = 8;

/** Everything the first page shows, read side by side. */
export async function homeOverview({ database }: Context, viewer: Viewer) {
  const { prisma } = database;
  const [days, arriving, freshnessMs, demo, queries, runs, passwords, schemas] = await Promise.all([
    accountingByDay(database),
    arrivingNow(database),
    newestFreshness(database),
    demoState(database),
    recentQueries(database, RECENT),
    listExecutions(database, { userId: viewer.id, limit: RECENT }),
    prisma.account.count({ where: { userId: viewer.id, providerId: "credential" } }),
    prisma.schemaVersion.count({ where: { origin: "user" } }),
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
      // A list shows one line of it; a statement may have a million characters.
      sql: sql.slice(0, 200),
      state,
      queuedAt,
      savedQueryId: origin?.kind === SAVED_QUERY_ORIGIN ? Number(origin.id) : null,
    })),
    hasPassword: passwords > 0,
    hasOwnSchemas: schemas > 0,
  };
}

/** One row for each UTC day, also for those without any submission: the chart must show that nothing came. */
async function accountingByDay({ pool }: Database) {
  const { rows } = await pool.query<{
    day: string;
    accepted: number;
    live: number;
    rejected: number;
    duplicate: number;
    dropped: number;
  }>(
    `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(accepted), 0)::float8 AS accepted, coalesce(sum(live), 0)::float8 AS live, coalesce(sum(rejected), 0)::float8 AS rejected,
            coalesce(sum(duplicate), 0)::float8 AS duplicate, coalesce(sum(dropped), 0)::float8 AS dropped
     FROM generate_series((now() AT TIME ZONE 'UTC')::date - $1::int + 1, (now() AT TIME ZONE 'UTC')::date, interval '1 day') AS d(day)
     LEFT JOIN (SELECT * FROM accounting WHERE minute >= ((now() AT TIME ZONE 'UTC')::date - $1::int) AT TIME ZONE 'UTC') AS recent
       ON (minute AT TIME ZONE 'UTC')::date = d.day GROUP BY d.day ORDER BY d.day`,
    [DAYS],
  );
  return rows;
}

/** Types of the last minute by how many came, the busiest eight. */
async function arrivingNow({ pool }: Database) {
  const { rows } = await pool.query<{ type: string; count: number }>(
    `SELECT CASE WHEN namespace = '' THEN 'unknown' ELSE namespace || '/' || doc_type END AS type, sum(count)::float8 AS count
     FROM recent_arrival WHERE second > now() - interval '60 seconds' GROUP BY 1 ORDER BY 2 DESC LIMIT 8`,
  );
  return rows;
}

/**
 * Milliseconds from acceptance to being queryable, of the oldest submission in the newest commit.
 * A replay lands old submissions: what was accepted more than ten minutes ago says nothing about the stream.
 */
async function newestFreshness({ pool }: Database): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number }>(
    `SELECT extract(epoch FROM at)::float8 * 1000 - min_micros / 1000.0 AS ms FROM lake_commit
     WHERE kind = 'land' AND at > now() - interval '5 minutes' AND min_micros > extract(epoch FROM now() - interval '10 minutes') * 1000000 ORDER BY id DESC LIMIT 1`,
  );
  return rows[0] === undefined ? null : Number(rows[0].ms);
}

/** Saved queries and tables that a person may read, whose names hold the text. */
export async function searchEverything(database: Database, viewer: Viewer, text: string) {
  const queries = await findQueriesByName(database, text, FOUND);
  const tables = await database.prisma.lakeTable.findMany({
    select: { namespace: true, name: true },
  });
  // The pipeline's own are there before their first row, as in the catalogue.
  const all = [...tables, REJECTED_TABLE, ACCOUNTING_TABLE].map(
    ({ namespace, name }) => `${namespace}.${name}`,
  );
  const names = [...new Set(all)]
    .toSorted()
    .filter((name) => name.includes(text.toLowerCase()) && mayReadTable(viewer, name));
  return { queries, tables: names.slice(0, FOUND) };
}
