import { z } from "zod";
import { geoDatabaseProblem } from "./setting-files.ts";
import { count, optionalText } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/** How the loader enriches pings, how often it commits, and how long it remembers documents. */
export const loaderSettings = defineSettings({
  shape: {
    HEADWATER_GEO_DB: optionalText,
    HEADWATER_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
    HEADWATER_COMMIT_MS: count.default(2000),
    HEADWATER_COMMIT_ROWS: count.default(10_000),
    HEADWATER_DEDUPE_DAYS: count.default(2),
  },
  files: { HEADWATER_GEO_DB: geoDatabaseProblem },
  part: (env) => ({
    loader: {
      geoDatabase: env.HEADWATER_GEO_DB,
      proxyHops: env.HEADWATER_PROXY_HOPS,
      commitMs: env.HEADWATER_COMMIT_MS,
      commitRows: env.HEADWATER_COMMIT_ROWS,
      dedupeDays: env.HEADWATER_DEDUPE_DAYS,
    },
  }),
});
