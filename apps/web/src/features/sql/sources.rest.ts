import { AppError } from "@headwater/domain";
import { READ_CATALOG } from "@headwater/domain/catalog";
import { z } from "zod";
import { restRoute } from "../../server/rest/route.ts";
import { DATA_SOURCE } from "../executions/public.ts";
import { readTree } from "./catalog-tree.ts";

const source = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  syntax: z.string(),
  paused: z.number(),
  pause_reason: z.string().nullable(),
  view_only: z.boolean(),
  supports_auto_limit: z.boolean(),
});

/** Data sources in the shape of Re:dash's clients. */
export const sourcesRest = [
  restRoute({
    method: "get",
    path: "/api/data_sources",
    summary: "Data sources",
    action: READ_CATALOG,
    answer: z.array(source),
    handle: async () => [DATA_SOURCE],
  }),
  restRoute({
    method: "get",
    path: "/api/data_sources/{id}/schema",
    summary: "Tables that the caller may read, with their columns",
    action: READ_CATALOG,
    params: z.object({ id: z.string() }),
    answer: z.object({
      schema: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
    }),
    async handle({ database, viewer }, { params }) {
      if (params.id !== String(DATA_SOURCE.id))
        throw new AppError("not_found", `The only data source has the id ${DATA_SOURCE.id}.`);
      const tables = await readTree(database, viewer);
      const schema = tables.map(({ name, columns }) => ({
        name,
        columns: columns.map((column) => column.name),
      }));
      return { schema };
    },
  }),
];
