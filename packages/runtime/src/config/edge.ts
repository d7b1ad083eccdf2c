import { PORTAL_PORT } from "./portal.ts";
import { megabytes, port } from "./setting-types.ts";
import { defineSettings, type Environment, type SettingProblem } from "./settings.ts";

const EDGE_PORT = 8080;

/** The port for pings, and the limits of the edge. */
export const edgeSettings = defineSettings({
  shape: {
    HEADWATER_EDGE_PORT: port.default(EDGE_PORT),
    HEADWATER_EDGE_MAX_BODY_MB: megabytes.default(8 * 1024 * 1024),
    HEADWATER_EDGE_RESERVE_MB: megabytes.default(1024 * 1024 * 1024),
  },
  conflicts: portConflict,
  part: (env) => ({
    edgePort: env.HEADWATER_EDGE_PORT,
    edge: {
      maxBodyBytes: env.HEADWATER_EDGE_MAX_BODY_MB,
      reserveBytes: env.HEADWATER_EDGE_RESERVE_MB,
    },
  }),
});

function portConflict(given: Environment): SettingProblem[] {
  const portal = Number(given["HEADWATER_PORT"] ?? PORTAL_PORT);
  const edge = Number(given["HEADWATER_EDGE_PORT"] ?? EDGE_PORT);
  if (portal !== edge || portal === 0) return [];
  return [["HEADWATER_EDGE_PORT", `${edge} is the port of the portal, too: choose another`]];
}
