import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { READ_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { homeOverview, searchEverything } from "./home-reads.ts";

const count = z.number();

/** What the first page shows, and what the search finds. */
export const homeRouter = router({
  overview: procedureWith(READ_PIPELINE)
    .output(
      z.object({
        today: z.object({
          accepted: count,
          live: count,
          rejected: count,
          duplicate: count,
          dropped: count,
        }),
        yesterday: count,
        days: z.array(z.object({ day: z.string(), accepted: count, rejected: count })),
        arriving: z.array(z.object({ type: z.string(), count })),
        freshnessMs: count.nullable(),
        demo: z.object({ kind: z.string(), done: count.optional(), total: count.optional() }),
        recent: z.array(
          z.object({ id: count, name: z.string(), updatedAt: z.date(), owner: z.string() }),
        ),
        runs: z.array(
          z.object({
            id: z.string(),
            sql: z.string(),
            state: z.string(),
            queuedAt: z.date(),
            savedQueryId: count.nullable(),
          }),
        ),
        hasPassword: z.boolean(),
        hasOwnSchemas: z.boolean(),
      }),
    )
    .query(({ ctx }) => homeOverview(ctx, ctx.viewer)),
  search: procedureWith(READ_SAVED_QUERIES)
    .input(z.object({ text: z.string().max(200) }))
    .output(
      z.object({
        queries: z.array(z.object({ id: count, name: z.string() })),
        tables: z.array(z.string()),
      }),
    )
    .query(({ ctx, input }) => searchEverything(ctx.database, ctx.viewer, input.text)),
});
