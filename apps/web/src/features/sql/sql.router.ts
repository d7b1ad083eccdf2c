import { listExecutions } from "@headwater/db/executions";
import { isFinal, RUN_SAVED_QUERIES, RUN_SQL } from "@headwater/domain";
import { READ_CATALOG } from "@headwater/domain/catalog";
import { isTooLongToCheck } from "@headwater/domain/query";
import { SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import {
  chartData,
  columnProfile,
  executionError,
  executionProgress,
  resultPage,
  suggestion,
} from "@headwater/query/client";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import {
  cancelRun,
  executionId,
  progressOf,
  readableRun,
  sqlText,
  startRun,
  storedPage,
} from "../executions/public.ts";
import { readTree } from "./catalog-tree.ts";
import { chartInput, pageInput, runInput } from "./inputs.ts";
import { historyOutput, treeOutput } from "./outputs.ts";

const run = procedureWith(RUN_SAVED_QUERIES);
const write = procedureWith(RUN_SQL);

const originOf = (id: number) => ({ kind: SAVED_QUERY_ORIGIN, id: String(id) });

/** Most small statements end within this time, so that the first answer already has their rows. */
const FIRST_WAIT_MS = 150;
/** In milliseconds; proxies close a connection that is silent for half a minute or a minute. */
const LONG_POLL_MS = 20_000;

export const sqlRouter = router({
  run: run
    .input(runInput)
    .output(executionProgress)
    .mutation(async ({ ctx, input }) => {
      const { id } = await startRun(ctx, input);
      let progress = await progressOf(ctx, id, { waitMs: FIRST_WAIT_MS });
      const until = Date.now() + FIRST_WAIT_MS;
      while (
        !isFinal(progress.execution.state) &&
        progress.firstPage === null &&
        Date.now() < until
      ) {
        const wait = { after: progress.revision, waitMs: until - Date.now() };
        progress = await progressOf(ctx, id, wait);
      }
      return progress;
    }),
  progress: run
    .input(
      z.object({
        executionId,
        after: z.number().int().optional(),
        waitMs: z.number().int().min(0).max(LONG_POLL_MS),
      }),
    )
    .output(executionProgress)
    .query(async ({ ctx, input }) => {
      await readableRun(ctx, input.executionId);
      const { after, waitMs } = input;
      const wait = { ...(after === undefined ? {} : { after }), waitMs };
      return progressOf(ctx, input.executionId, wait);
    }),
  page: run
    .input(pageInput)
    .output(resultPage)
    .query(async ({ ctx, input }) => {
      await readableRun(ctx, input.executionId);
      const { executionId: id, ...request } = input;
      return storedPage(ctx, id, request);
    }),
  chart: run
    .input(chartInput)
    .output(chartData)
    .query(async ({ ctx, input }) => {
      await readableRun(ctx, input.executionId);
      const request = { ...input.mapping, maxPoints: input.maxPoints };
      return ctx.query.chart({ executionId: input.executionId, request, userId: ctx.viewer.id });
    }),
  profile: run
    .input(z.object({ executionId, column: z.string().max(1000) }))
    .output(columnProfile)
    .query(async ({ ctx, input }) => {
      await readableRun(ctx, input.executionId);
      return ctx.query.profile({
        executionId: input.executionId,
        column: input.column,
        userId: ctx.viewer.id,
      });
    }),
  cancel: run
    .input(z.object({ executionId }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await cancelRun(ctx, input.executionId);
    }),
  validate: write
    .input(z.object({ sql: sqlText }))
    .output(executionError.nullable())
    .query(({ ctx, input }) =>
      isTooLongToCheck(input.sql) ? null : ctx.query.validate({ sql: input.sql, user: ctx.viewer }),
    ),
  complete: write
    .input(z.object({ sql: sqlText, cursor: z.number().int().min(0) }))
    .output(z.array(suggestion).readonly())
    .query(({ ctx, input }) =>
      ctx.query.complete({ sql: input.sql, cursor: input.cursor, user: ctx.viewer }),
    ),
  tree: procedureWith(READ_CATALOG)
    .output(treeOutput)
    .query(({ ctx }) => readTree(ctx.database, ctx.viewer)),
  history: run
    .input(z.object({ savedQueryId: z.int32().nullable(), before: z.date().optional() }))
    .output(historyOutput)
    .query(({ ctx, input }) =>
      listExecutions(ctx.database, {
        userId: ctx.viewer.id,
        limit: 50,
        ...(input.savedQueryId === null ? {} : { origin: originOf(input.savedQueryId) }),
        ...(input.before === undefined ? {} : { before: input.before }),
      }),
    ),
});
