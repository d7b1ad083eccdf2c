import { z } from "zod";

const owner = z.object({ id: z.string(), name: z.string(), email: z.string() });
const queryHead = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  sql: z.string(),
  ownerId: z.string(),
  owner,
  tags: z.array(z.string()),
  version: z.number(),
  origin: z.string(),
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export const chartRow = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  options: z.unknown(),
  position: z.number(),
});
export const queryOutput = queryHead.extend({ visualizations: z.array(chartRow) });
export const readableQueryOutput = queryOutput.extend({
  canEdit: z.boolean(),
  /** The run that the query shows, if the viewer may see that run. */
  latestExecutionId: z.string().nullable(),
});
export const listOutput = z.object({
  count: z.number(),
  page: z.number(),
  pageSize: z.number(),
  queries: z.array(queryHead),
});
