import {
  archiveQuery,
  createQuery,
  getQuery,
  latestOfQueries,
  listQueries,
  saveQuery,
} from "@headwater/db/saved-queries";
import { AppError } from "@headwater/domain";
import { z } from "zod";
import { startRun } from "../executions/public.ts";
import { queryInput, readableLatest } from "../saved-queries/public.ts";
import { type RestContext, readBody } from "./handle.ts";
import { jobOrResult, parameterValues } from "./results.ts";
import { DATA_SOURCE, jobOf, queryIdOf, queryOf } from "./shapes.ts";

/** Re:dash's names of the orders, and ours. */
const ORDERS = {
  name: "name",
  "-name": "-name",
  created_at: "created",
  "-created_at": "-created",
  updated_at: "updated",
  "-updated_at": "-updated",
} as const;

const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  page_size: z.coerce.number().int().min(1).max(250).default(25),
  order: z.enum(Object.keys(ORDERS) as (keyof typeof ORDERS)[]).default("-updated_at"),
  q: z.string().max(200).default(""),
});

/** A page of saved queries. */
export async function listSaved(context: RestContext): Promise<object> {
  const { searchParams } = context.url;
  const { page, page_size, order, q } = listQuery.parse(Object.fromEntries(searchParams));
  const found = await listQueries(
    context.database,
    {
      page,
      pageSize: page_size,
      order: ORDERS[order],
      search: q,
      tags: searchParams.getAll("tags"),
      mine: false,
      archived: false,
    },
    context.viewer,
  );
  const latest = await latestOfQueries(context.database, found.queries);
  const results = found.queries.map((query) => queryOf(query, latest.get(query.id) ?? null));
  return { count: found.count, page, page_size, results };
}

const newQuery = z.object({
  name: queryInput.shape.name.default("New query"),
  query: queryInput.shape.sql,
  description: queryInput.shape.description.nullable().transform((text) => text ?? ""),
  tags: queryInput.shape.tags,
  data_source_id: z.literal(DATA_SOURCE.id).default(DATA_SOURCE.id),
});

/** Saves a new query for the caller; without a name it has Re:dash's default one. */
export async function createSaved(context: RestContext): Promise<object> {
  const { name, query, description, tags } = newQuery.parse(await readBody(context.request));
  const fields = { name, sql: query, description, tags };
  return queryOf(await createQuery(context.database, fields, context.viewer), null);
}

/** A saved query with its charts, in Re:dash's shape; archived ones too, as there. */
export async function getSaved(context: RestContext, id: string): Promise<object> {
  const query = await getQuery(context.database, queryIdOf(id));
  const latest = await readableLatest(context, query);
  return queryOf(query, latest?.id ?? null);
}

const change = z.object({
  name: queryInput.shape.name.optional(),
  query: queryInput.shape.sql.optional(),
  description: z.string().max(4096).optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(20).optional(),
  version: z.number().int().optional(),
});

/** Saves changes; with `version` a newer one on the server is a conflict. */
export async function saveSaved(context: RestContext, id: string): Promise<object> {
  const { query, version, name, description, tags } = change.parse(await readBody(context.request));
  const saved = await saveQuery(
    context.database,
    {
      id: queryIdOf(id),
      version: version ?? null,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(tags === undefined ? {} : { tags }),
      ...(query === undefined ? {} : { sql: query }),
    },
    context.viewer,
  );
  const latest = await latestOfQueries(context.database, [saved]);
  return queryOf(saved, latest.get(saved.id) ?? null);
}

export async function archiveSaved(context: RestContext, id: string): Promise<object> {
  await archiveQuery(context.database, queryIdOf(id), context.viewer, new Date());
  return {};
}

const runBody = z.object({
  max_age: z.number().int().min(-1).default(-1),
  parameters: parameterValues,
});

/** Runs a saved query as the caller. */
export async function runSaved(context: RestContext, id: string): Promise<object> {
  const { max_age, parameters } = runBody.parse(await readBody(context.request));
  const execution = await startSaved(context, id, { parameters, fresh: max_age === 0 });
  return jobOrResult(context, execution.id);
}

const IN_URL = "p_";

/** Runs a saved query anew and gives its job; Re:dash takes the parameters of this one in the URL. */
export async function refreshSaved(context: RestContext, id: string): Promise<object> {
  const inUrl = [...context.url.searchParams]
    .filter(([name]) => name.startsWith(IN_URL))
    .map(([name, value]) => [name.slice(IN_URL.length), value] as const);
  const body = runBody.parse(await readBody(context.request));
  const parameters = { ...body.parameters, ...parameterValues.parse(Object.fromEntries(inUrl)) };
  return jobOf(await startSaved(context, id, { parameters, fresh: true }));
}

async function startSaved(
  context: RestContext,
  id: string,
  run: Pick<Parameters<typeof startRun>[1], "parameters" | "fresh">,
) {
  const query = await getQuery(context.database, queryIdOf(id));
  if (query.archivedAt !== null) throw new AppError("conflict", "This query is archived.");
  return startRun(context, { ...run, sql: query.sql, rowLimit: null, savedQueryId: query.id });
}
