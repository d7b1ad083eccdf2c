import { hasPassword, listApiKeys } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { WRITE_ACCOUNT } from "@headwater/domain/people";
import { z } from "zod";
import { createApiKey } from "../../server/api-keys.ts";
import { auth } from "../../server/auth.ts";
import { procedureWith, router } from "../../server/trpc.ts";
import { revokeApiKey, setPassword } from "./account-writes.ts";
import { keyInput } from "./inputs.ts";

const apiKeyRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  start: z.string().nullable(),
  createdAt: z.date(),
  lastRequest: z.date().nullable(),
});

/** What a person changes about themselves: password and API keys. */
export const accountRouter = router({
  overview: procedureWith(WRITE_ACCOUNT)
    .output(z.object({ hasPassword: z.boolean(), byLink: z.boolean(), keys: z.array(apiKeyRow) }))
    .query(async ({ ctx }) => ({
      byLink: ctx.viewer.byLink === true,
      hasPassword: await hasPassword(ctx.database, ctx.viewer.id),
      keys: await listApiKeys(ctx.database, ctx.viewer.id),
    })),
  setPassword: procedureWith(WRITE_ACCOUNT)
    .input(
      z.object({
        current: z.string().max(200).optional(),
        // The rule that refuses weak passwords also explains in words that a password is too short
        // or too long.
        next: z.string().max(10_000),
        endKeys: z.boolean().default(false),
      }),
    )
    .output(z.object({ keysEnded: z.number() }))
    .mutation(async ({ ctx, input }) => {
      if (ctx.viewer.by === "key")
        throw new AppError("forbidden", "A password is set in the browser, not with an API key.");
      const ended = await setPassword(ctx, ctx.viewer, input);
      const { headers } = await auth().api.beginSession({
        body: { userId: ctx.viewer.id },
        returnHeaders: true,
      });
      for (const cookie of headers.getSetCookie()) ctx.answerHeaders.append("set-cookie", cookie);
      return ended;
    }),
  createKey: procedureWith(WRITE_ACCOUNT)
    .input(keyInput)
    .output(z.object({ key: z.string() }))
    .mutation(({ ctx, input }) => createApiKey(ctx, ctx.viewer, input.name)),
  revokeKey: procedureWith(WRITE_ACCOUNT)
    .input(z.object({ id: z.string().max(100) }))
    .output(z.object({ revoked: z.boolean() }))
    .mutation(({ ctx, input }) => revokeApiKey(ctx.database, ctx.viewer, input.id)),
});
