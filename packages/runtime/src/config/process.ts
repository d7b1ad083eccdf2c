import { z } from "zod";
import { DEFAULT_ROLES } from "../roles/index.ts";
import { optionalText, roles } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/** The roles that run, and settings that every process has. */
export const processSettings = defineSettings({
  shape: {
    HEADWATER_DEMO: z.enum(["on", "off"]).default("on"),
    HEADWATER_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
    HEADWATER_ROLES: roles.prefault(DEFAULT_ROLES.map(({ name }) => name).join(",")),
    CRASH_AT: optionalText,
  },
  part: (env) => ({
    demo: env.HEADWATER_DEMO === "on",
    logLevel: env.HEADWATER_LOG_LEVEL,
    roles: env.HEADWATER_ROLES,
    crashAt: env.CRASH_AT,
  }),
});
