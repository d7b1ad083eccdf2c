import { z } from "zod";
import { count, megabytes } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/** Limits of statements, their isolation, and the limits of stored results. */
export const querySettings = defineSettings({
  shape: {
    HEADWATER_QUERY_MEMORY_MB: count.default(1024),
    HEADWATER_QUERY_THREADS: count.default(2),
    HEADWATER_QUERY_WORKERS: count.default(4),
    HEADWATER_QUERY_TIMEOUT_S: count.default(60),
    HEADWATER_RESULT_RETENTION_HOURS: count.default(168),
    HEADWATER_RESULTS_MB: megabytes.default(20 * 1024 * 1024 * 1024),
    HEADWATER_RESULTS_PERSON_MB: megabytes.default(5 * 1024 * 1024 * 1024),
    HEADWATER_SANDBOX: z.enum(["bubblewrap", "unshare", "process"]).default("process"),
  },
  part: (env) => ({
    query: {
      memoryMb: env.HEADWATER_QUERY_MEMORY_MB,
      threads: env.HEADWATER_QUERY_THREADS,
      workers: env.HEADWATER_QUERY_WORKERS,
      timeoutMs: env.HEADWATER_QUERY_TIMEOUT_S * 1000,
      resultRetentionHours: env.HEADWATER_RESULT_RETENTION_HOURS,
      resultBytes: {
        total: env.HEADWATER_RESULTS_MB,
        person: env.HEADWATER_RESULTS_PERSON_MB,
      },
      /** The weakest isolation of SQL workers with which the query role starts. */
      leastSandbox: env.HEADWATER_SANDBOX,
    },
  }),
});
