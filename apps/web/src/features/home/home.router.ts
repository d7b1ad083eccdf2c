import { READ_PIPELINE } from "@headwater/domain/pipeline";
import { z } from "zod";
import { procedureWith, router } from "../../server/trpc.ts";
import { homeOverview } from "./home-reads.ts";

const count = z.number();

/** The content of the first page. */
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
});
