import { READ_SAVED_QUERIES } from "@headwater/domain/saved-queries";
import { z } from "zod";
import type { Search } from "./feature.ts";
import { procedureWith, router } from "./trpc.ts";

const found = z.object({ name: z.string(), path: z.string(), id: z.string().exactOptional() });

/** The procedure of the search dialog, which finds the objects of all features by their kind. */
export function searchRouter(searches: Readonly<Record<string, Search>>) {
  return router({
    all: procedureWith(READ_SAVED_QUERIES)
      .input(z.object({ text: z.string().max(200) }))
      .output(z.record(z.string(), z.array(found).readonly()))
      .query(async ({ ctx, input }) => {
        const kinds = Object.entries(searches).map(async ([kind, search]) => {
          const objects = await search(ctx.database, ctx.viewer, input.text);
          return [kind, objects] as const;
        });
        return Object.fromEntries(await Promise.all(kinds));
      }),
  });
}
