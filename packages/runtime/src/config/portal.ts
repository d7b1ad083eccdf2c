import { z } from "zod";
import { port } from "./setting-types.ts";
import { defineSettings } from "./settings.ts";

/** The default port of the portal. */
export const PORTAL_PORT = 3000;

/** The addresses of the portal. The edge uses the same host. */
export const portalSettings = defineSettings({
  shape: {
    HEADWATER_HOST: z.string().min(1).default("127.0.0.1"),
    HEADWATER_PORT: port.default(PORTAL_PORT),
    HEADWATER_PUBLIC_URL: z.url().optional(),
  },
  part: (env) => ({
    host: env.HEADWATER_HOST,
    port: env.HEADWATER_PORT,
    publicUrl: env.HEADWATER_PUBLIC_URL ?? `http://${env.HEADWATER_HOST}:${env.HEADWATER_PORT}`,
  }),
});
