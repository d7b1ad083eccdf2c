import { z } from "zod";
import { withoutPassword } from "./redact.ts";
import { defineSettings } from "./settings.ts";

/** The metadata database; the supervisor starts the embedded server if no address is set. */
export const databaseSettings = defineSettings({
  shape: {
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
      .optional(),
  },
  part: (env) => ({ databaseUrl: env.DATABASE_URL }),
  redacted: ({ databaseUrl }) => ({
    databaseUrl: databaseUrl === undefined ? undefined : withoutPassword(databaseUrl),
  }),
});
