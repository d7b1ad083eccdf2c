import { z } from "zod";
import { megabytes } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/**
 * The event log: its engine, the size of a segment, and how long a segment is kept after the loader
 * has read it.
 */
export const logSettings = defineSettings({
  shape: {
    HEADWATER_LOG: z
      .literal("embedded", "only `embedded` is available in this version")
      .default("embedded"),
    HEADWATER_LOG_SEGMENT_MB: megabytes.default(64 * 1024 * 1024),
    HEADWATER_LOG_RETENTION_HOURS: z.coerce.number().positive().default(72),
  },
  part: (env) => ({
    log: {
      segmentBytes: env.HEADWATER_LOG_SEGMENT_MB,
      retentionHours: env.HEADWATER_LOG_RETENTION_HOURS,
    },
  }),
});
