import { count } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/** How long files stay on the disk that no reader needs. */
export const batchSettings = defineSettings({
  shape: {
    HEADWATER_REMOVED_GRACE_S: count.default(600),
    HEADWATER_ORPHAN_GRACE_S: count.default(3600),
  },
  part: (env) => ({
    batch: {
      removedGraceMs: env.HEADWATER_REMOVED_GRACE_S * 1000,
      orphanGraceMs: env.HEADWATER_ORPHAN_GRACE_S * 1000,
    },
  }),
});
