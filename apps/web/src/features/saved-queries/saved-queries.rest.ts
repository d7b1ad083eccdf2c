import {
  archiveQuery,
  createQuery,
  getQuery,
  latestOfQueries,
  listQueries,
  saveQuery,
} from "@headwater/db/saved-queries";
import { READ_SAVED_QUERIES, WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { z } from "zod";
import { restRoute } from "../../server/rest/route.ts";
import { DATA_SOURCE } from "../executions/public.ts";
import { listInput, queryChange, queryInput } from "./inputs.ts";
import { readableLatest } from "./latest.ts";
import { queryAnswer, queryIdOf, queryOf } from "./redash-query.ts";

/** Our sort order for each of Re:dash's names. */
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
  q: listInput.shape.search,
  tags: listInput.shape.tags,
});

const newQuery = z.object({
  name: queryInput.shape.name.default("New query"),
  query: queryInput.shape.sql,
  description: queryInput.shape.description.nullable().transform((text) => text ?? ""),
  tags: queryInput.shape.tags,
  data_source_id: z.literal(DATA_SOURCE.id).default(DATA_SOURCE.id),
});

const { name, sql, description, tags } = queryChange.shape;

const change = z.object({
  name,
  query: sql,
  description,
  tags,
  version: z.number().int().optional(),
});

const byId = z.object({ id: z.string() });
const path = "/api/queries/{id}";

/** Saved queries under Re:dash's paths. Archived queries can still be read, as in Re:dash. */
export const savedQueriesRest = [
  restRoute({
    method: "get",
    path: "/api/queries",
    summary: "Saved queries; page, page_size, order, q, tags",
    action: READ_SAVED_QUERIES,
    query: listQuery,
    lists: ["tags"],
    answer: z.object({
      count: z.number(),
      page: z.number(),
      page_size: z.number(),
      results: z.array(queryAnswer),
    }),
    async handle({ database, viewer }, { query }) {
      const { page, page_size, order, q, tags } = query;
      const filter = { page, pageSize: page_size, order: ORDERS[order], search: q, tags };
      const found = await listQueries(
        database,
        { ...filter, mine: false, archived: false },
        viewer,
      );
      const latest = await latestOfQueries(database, found.queries);
      const results = found.queries.map((one) => queryOf(one, latest.get(one.id) ?? null));
      return { count: found.count, page, page_size, results };
    },
  }),
  restRoute({
    method: "post",
    path: "/api/queries",
    summary: "Save a new query",
    action: WRITE_SAVED_QUERIES,
    body: newQuery,
    answer: queryAnswer,
    async handle({ database, viewer }, { body }) {
      const { name, query, description, tags } = body;
      const created = await createQuery(database, { name, sql: query, description, tags }, viewer);
      return queryOf(created, null);
    },
  }),
  restRoute({
    method: "get",
    path,
    summary: "A saved query with its charts",
    action: READ_SAVED_QUERIES,
    params: byId,
    answer: queryAnswer,
    async handle(context, { params }) {
      const query = await getQuery(context.database, queryIdOf(params.id));
      const latest = await readableLatest(context, query);
      return queryOf(query, latest?.id ?? null);
    },
  }),
  restRoute({
    method: "post",
    path,
    summary:
      "Save changes; if the body has a version and the query has a newer one, the answer is a conflict (409)",
    action: WRITE_SAVED_QUERIES,
    params: byId,
    body: change,
    answer: queryAnswer,
    async handle({ database, viewer }, { params, body }) {
      const { query, version, name, description, tags } = body;
      const saved = await saveQuery(
        database,
        {
          id: queryIdOf(params.id),
          version: version ?? null,
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(tags === undefined ? {} : { tags }),
          ...(query === undefined ? {} : { sql: query }),
        },
        viewer,
      );
      const latest = await latestOfQueries(database, [saved]);
      return queryOf(saved, latest.get(saved.id) ?? null);
    },
  }),
  restRoute({
    method: "delete",
    path,
    summary: "Archive a saved query",
    action: WRITE_SAVED_QUERIES,
    params: byId,
    answer: z.object({}),
    async handle({ database, viewer }, { params }) {
      await archiveQuery(database, queryIdOf(params.id), viewer, true);
      return {};
    },
  }),
];
