import { resolve } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: resolve(import.meta.dirname, "../..") },
  serverExternalPackages: ["@duckdb/node-api", "pg", "pino"],
  // Types are checked by `npm run typecheck` with the faster compiler.
  typescript: { ignoreBuildErrors: true },
};

export default config;
