import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { FileTimes } from "./scripts/test/file-times.ts";

const portalSources = new URL("./apps/web/src", import.meta.url).pathname;
/** What the portal's bundler makes of `server-only` on the server; elsewhere the package throws. */
const serverOnly = new URL("./node_modules/server-only/empty.js", import.meta.url).pathname;
/** Where `npm test` reads the counts and the times from. */
const report = process.env["HEADWATER_TEST_REPORT"];
const times = process.env["HEADWATER_TEST_TIMES"];
const isReported = report !== undefined && times !== undefined;
const HANG_MS = 300_000;
/**
 * Tests wait for other processes much of their time, so two share two processors well. More than four
 * could together want more connections than the database server of the run gives.
 */
const WORKERS = Math.min(4, Math.max(2, availableParallelism() - 1));

export default defineConfig({
  resolve: { alias: { "@": portalSources, "server-only": serverOnly } },
  test: {
    reporters: isReported
      ? ["dot", ["json", { outputFile: report }], new FileTimes(times)]
      : ["default"],
    maxWorkers: WORKERS,
    // No measures of speed: they end what hangs, and a busy machine takes many times as long.
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    expect: { poll: { timeout: HANG_MS / 2 } },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: [
            "packages/*/{src,test}/**/*.test.ts",
            "apps/{pipeline,cli}/**/*.test.ts",
            "apps/supervisor/{src,chaos}/**/!(chaos).test.ts",
            "scripts/**/*.test.ts",
            "apps/web/src/**/*.test.ts",
          ],
          globalSetup: ["packages/testkit/src/databases/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser-like",
          environment: "jsdom",
          include: ["apps/web/src/**/*.test.tsx"],
        },
      },
      {
        extends: true,
        // Kills on purpose; a few stacks at a time.
        test: {
          name: "chaos",
          environment: "node",
          include: ["apps/supervisor/chaos/chaos.test.ts"],
          maxConcurrency: 5,
        },
      },
      {
        extends: true,
        // The whole platform as `npm start` runs it: needs the built portal.
        test: {
          name: "system",
          environment: "node",
          include: ["apps/supervisor/test/**/*.test.ts"],
        },
      },
    ],
  },
});
