import { z } from "zod";
import { hidden } from "./redact.ts";
import { defineSettings } from "./settings.ts";

/** The first admin; the product reads these settings only while it has no user. */
export const peopleSettings = defineSettings({
  shape: {
    HEADWATER_ADMIN_EMAIL: z.email().optional(),
    HEADWATER_ADMIN_PASSWORD: z.string().min(8, "needs 8 characters or more").optional(),
    HEADWATER_ADMIN_API_KEY: z.string().min(32, "needs 32 characters or more").optional(),
  },
  part: (env) => ({
    admin: {
      email: env.HEADWATER_ADMIN_EMAIL,
      password: env.HEADWATER_ADMIN_PASSWORD,
      apiKey: env.HEADWATER_ADMIN_API_KEY,
    },
  }),
  redacted: ({ admin }) => ({
    admin: {
      email: admin.email,
      password: hidden(admin.password),
      apiKey: hidden(admin.apiKey),
    },
  }),
});
