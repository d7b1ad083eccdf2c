import type { SavedQuery } from "@headwater/db/saved-queries";
import { AppError } from "@headwater/domain";
import { z } from "zod";
import { DATA_SOURCE } from "../executions/public.ts";

/** A saved query in the shape of Re:dash's clients; a list leaves out the charts. */
export const queryAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  query: z.string(),
  tags: z.array(z.string()).readonly(),
  version: z.number(),
  data_source_id: z.number(),
  latest_query_data_id: z.string().nullable(),
  is_archived: z.boolean(),
  is_draft: z.boolean(),
  schedule: z.null(),
  options: z.object({ parameters: z.array(z.unknown()) }),
  created_at: z.string(),
  updated_at: z.string(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  visualizations: z
    .array(
      z.object({
        id: z.number(),
        name: z.string(),
        type: z.string(),
        options: z.record(z.string(), z.unknown()),
      }),
    )
    .exactOptional(),
});

type StoredQuery = Omit<SavedQuery, "visualizations"> & Partial<Pick<SavedQuery, "visualizations">>;

/** Makes the answer for a saved query. */
export function queryOf(
  query: StoredQuery,
  latestExecutionId: string | null,
): z.output<typeof queryAnswer> {
  return {
    id: query.id,
    name: query.name,
    description: query.description,
    query: query.sql,
    tags: query.tags,
    version: query.version,
    data_source_id: DATA_SOURCE.id,
    latest_query_data_id: latestExecutionId,
    is_archived: query.archivedAt !== null,
    is_draft: false,
    schedule: null,
    options: { parameters: [] },
    created_at: query.createdAt.toISOString(),
    updated_at: query.updatedAt.toISOString(),
    user: query.owner,
    ...(query.visualizations === undefined
      ? {}
      : {
          visualizations: query.visualizations.map(({ id, name, type, options }) => ({
            id,
            name,
            type: "CHART",
            options: { ...Object(options), chartType: type },
          })),
        }),
  };
}

const NUMBER = /^[1-9]\d{0,8}$/;

/** The id of a saved query in a path. */
export function queryIdOf(text: string): number {
  // Nine digits fit into the type of the id. A text that is no number is not found, as in Re:dash.
  if (!NUMBER.test(text)) throw new AppError("not_found", `There is no query ${text}.`);
  return Number(text);
}
