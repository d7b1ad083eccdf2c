import { AppError } from "@headwater/domain";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { listInput, mappingInput, queryInput } from "./inputs.ts";
import { chartRow, listOutput, queryOutput, readableQueryOutput } from "./outputs.ts";
import { readableLatest, readableRun } from "./runs.ts";
import {
  archiveQuery,
  createQuery,
  getQuery,
  listQueries,
  noteLatestRun,
  ownQuery,
  saveQuery,
} from "./saved-queries.ts";

const read = procedureWith("queries:read");
const write = procedureWith("queries:write");
const MAX_CHARTS = 50;
const byId = z.object({ id: z.number().int() });
const chart = z.object({ name: z.string().trim().min(1).max(255), mapping: mappingInput });

export const queriesRouter = router({
  list: read
    .input(listInput)
    .output(listOutput)
    .query(({ ctx, input }) => listQueries(ctx.database, input, ctx.viewer)),
  get: read
    .input(byId)
    .output(readableQueryOutput)
    .query(async ({ ctx, input }) => {
      const query = await getQuery(ctx.database, input.id);
      const canEdit = query.ownerId === ctx.viewer.id || ctx.viewer.role === "admin";
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
      const { executionId, charts, ...fields } = input;
      // Asked before anything is written: a refusal must not leave half of what was sent.
      if (executionId !== null) await readableRun(ctx, executionId);
      const query = await createQuery(ctx.database, fields, ctx.viewer);
      if (executionId !== null) await noteLatestRun(ctx.database, query.id, executionId);
      for (const [position, { name, mapping }] of charts.entries()) {
        const { type, ...options } = mapping;
        await ctx.database.prisma.visualization.create({
          data: { savedQueryId: query.id, name, type, options, position },
        });
      }
      return getQuery(ctx.database, query.id);
    }),
  save: write
    .input(
      queryInput.partial().extend({
        id: z.number().int(),
        version: z.number().int().nullable(),
        executionId: z.uuid().nullable().default(null),
      }),
    )
    .output(queryOutput)
    .mutation(async ({ ctx, input }) => {
      const { executionId, ...change } = input;
      const defined = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      );
      if (executionId !== null) await readableRun(ctx, executionId);
      const query = await saveQuery(
        ctx.database,
        { ...defined, id: change.id, version: change.version },
        ctx.viewer,
      );
      if (executionId !== null) await noteLatestRun(ctx.database, query.id, executionId);
      return query;
    }),
  archive: write
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => archiveQuery(ctx.database, input.id, ctx.viewer, new Date())),
  restore: write
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => archiveQuery(ctx.database, input.id, ctx.viewer, null)),
  createVisualization: write
    .input(chart.extend({ queryId: z.number().int() }))
    .output(chartRow)
    .mutation(async ({ ctx, input }) => {
      await ownQuery(ctx.database, input.queryId, ctx.viewer);
      const { type, ...options } = input.mapping;
      const position = await ctx.database.prisma.visualization.count({
        where: { savedQueryId: input.queryId },
      });
      // A query is read with all its charts.
      if (position >= MAX_CHARTS)
        throw new AppError("conflict", `A query has up to ${MAX_CHARTS} charts: delete one first.`);
      return ctx.database.prisma.visualization.create({
        data: { savedQueryId: input.queryId, name: input.name, type, options, position },
      });
    }),
  updateVisualization: write
    .input(chart.extend({ id: z.number().int() }))
    .output(chartRow)
    .mutation(async ({ ctx, input }) => {
      const old = await ctx.database.prisma.visualization.findUnique({ where: { id: input.id } });
      if (old === null) throw new AppError("not_found", "This chart is gone.");
      await ownQuery(ctx.database, old.savedQueryId, ctx.viewer);
      const { type, ...options } = input.mapping;
      return ctx.database.prisma.visualization.update({
        where: { id: input.id },
        data: { name: input.name, type, options },
      });
    }),
  deleteVisualization: write
    .input(byId)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const old = await ctx.database.prisma.visualization.findUnique({ where: { id: input.id } });
      // Gone is what was asked for: two people who take away one chart both succeed.
      if (old === null) return;
      await ownQuery(ctx.database, old.savedQueryId, ctx.viewer);
      await ctx.database.prisma.visualization.delete({ where: { id: input.id } });
    }),
});
