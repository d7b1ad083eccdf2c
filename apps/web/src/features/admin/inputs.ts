import { z } from "zod";
import { MAX_IMPORT_BYTES } from "../../server/body-limits.ts";

/** Files of a schema repository. The limit of a request's body bounds their total size. */
export const importInput = z.object({
  files: z
    .array(z.object({ path: z.string().max(1000), text: z.string().max(MAX_IMPORT_BYTES) }))
    .max(5000),
  dryRun: z.boolean().default(false),
});

const reason = z.object({ path: z.string(), reason: z.string() });

/** The outcome of one imported file. */
export const importOutcome = z.object({
  schema: z.string(),
  outcome: z.enum(["registered", "additive", "unchanged", "refused"]),
  added: z.array(z.string()).exactOptional(),
  reasons: z.array(reason).exactOptional(),
  warnings: z.array(reason).exactOptional(),
});
