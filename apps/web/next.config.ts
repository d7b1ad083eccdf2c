import { resolve } from "node:path";
import type { NextConfig } from "next";
import { MAX_PROXIED_BYTES } from "./src/server/body-limits.ts";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: resolve(import.meta.dirname, "../..") },
  experimental: { proxyClientMaxBodySize: MAX_PROXIED_BYTES },
  serverExternalPackages: ["@duckdb/node-api", "pg", "pino"],
  // Types are checked by `npm run typecheck` with the faster compiler.
  typescript: { ignoreBuildErrors: true },
};

export default config;
