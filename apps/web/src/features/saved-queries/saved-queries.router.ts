import {
  archiveQuery,
  createChart,
  createQuery,
  deleteChart,
  getQuery,
  listQueries,
  saveQuery,
  updateChart,
} from "@headwater/db/saved-queries";
import { may } from "@headwater/domain/rights";
import { READ_SAVED_QUERIES, WRITE_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { readableRun } from "../executions/public.ts";
import { listInput, mappingInput, queryChange, queryInput } from "./inputs.ts";
import { readableLatest } from "./latest.ts";
import { chartRow, listOutput, queryOutput, readableQueryOutput } from "./outputs.ts";

const read = procedureWith(READ_SAVED_QUERIES);
const write = procedureWith(WRITE_SAVED_QUERIES);
const byId = z.object({ id: z.number().int() });
const chart = z.object({ name: z.string().trim().min(1).max(255), mapping: mappingInput });

/** Makes the row of a chart: the type of its mapping, and the rest of the mapping as options. */
function chartOf({ name, mapping }: z.output<typeof chart>) {
  const { type, ...options } = mapping;
  return { name, type, options };
}

export const savedQueriesRouter = router({
  list: read
    .input(listInput)
    .output(listOutput)
    .query(({ ctx, input }) => listQueries(ctx.database, input, ctx.viewer)),
  get: read
    .input(byId)
    .output(readableQueryOutput)
    .query(async ({ ctx, input }) => {
      const query = await getQuery(ctx.database, input.id);
      const canEdit = may(ctx.viewer, WRITE_SAVED_QUERIES, query);
      const latest = await readableLatest(ctx, query);
      return { ...query, latestExecutionId: latest?.id ?? null, canEdit };
    }),
  create: write
    .input(
      queryInput.extend({
        executionId: z.uuid().nullable().default(null),
        charts: z.array(chart).max(20).default([]),
      }),
    )
    .output(queryOutput)
    .mutation(async ({ ctx, input }) => {
      // The run is checked before anything is written, so that a refusal leaves no half-saved
      // query.
      if (input.executionId !== null) await readableRun(ctx, input.executionId);
      return createQuery(ctx.database, { ...input, charts: input.charts.map(chartOf) }, ctx.viewer);
    }),
  save: write
    .input(
      queryChange.extend({
        id: z.number().int(),
        version: z.number().int().nullable(),
        executionId: z.uuid().nullable().default(null),
      }),
    )
    .output(queryOutput)
    .mutation(async ({ ctx, input }) => {
      if (input.executionId !== null) await readableRun(ctx, input.executionId);
      const { name, description, sql, tags, ...change } = input;
      return saveQuery(
        ctx.database,
        {
          ...change,
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(sql === undefined ? {} : { sql }),
          ...(tags === undefined ? {} : { tags }),
        },
        ctx.viewer,
      );
    }),
  archive: write
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => archiveQuery(ctx.database, input.id, ctx.viewer, true)),
  restore: write
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => archiveQuery(ctx.database, input.id, ctx.viewer, false)),
  createVisualization: write
    .input(chart.extend({ queryId: z.number().int() }))
    .output(chartRow)
    .mutation(({ ctx, input }) =>
      createChart(ctx.database, { ...chartOf(input), queryId: input.queryId }, ctx.viewer),
    ),
  updateVisualization: write
    .input(chart.extend({ id: z.number().int() }))
    .output(chartRow)
    .mutation(({ ctx, input }) =>
      updateChart(ctx.database, { ...chartOf(input), id: input.id }, ctx.viewer),
    ),
  deleteVisualization: write
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteChart(ctx.database, input.id, ctx.viewer)),
});
