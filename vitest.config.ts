import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { FileTimes } from "./scripts/test/file-times.ts";

const portalSources = new URL("./apps/web/src", import.meta.url).pathname;
/**
 * The empty module that the portal's bundler uses for `server-only` on the server; the package
 * itself throws.
 */
const serverOnly = new URL("./node_modules/server-only/empty.js", import.meta.url).pathname;
/** The files from which `npm test` reads the counts and the times. */
const report = process.env["HEADWATER_TEST_REPORT"];
const times = process.env["HEADWATER_TEST_TIMES"];
const isReported = report !== undefined && times !== undefined;
const HANG_MS = 300_000;
/**
 * Tests often wait for other processes, so two workers use two processors well. More than four
 * workers could need more connections than the test run's database server allows.
 */
const WORKERS = Math.min(4, Math.max(2, availableParallelism() - 1));

export default defineConfig({
  resolve: { alias: { "@": portalSources, "server-only": serverOnly } },
  test: {
    reporters: isReported
      ? ["dot", ["json", { outputFile: report }], new FileTimes(times)]
      : ["default"],
    maxWorkers: WORKERS,
    // The timeouts end tests that hang, and measure no speed: a busy machine needs many times as
    // long.
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
        // These tests kill processes on purpose, with a few stacks at a time.
        test: {
          name: "chaos",
          environment: "node",
          include: ["apps/supervisor/chaos/chaos.test.ts"],
          maxConcurrency: 5,
        },
      },
      {
        extends: true,
        // These tests start the whole platform like `npm start`, and need the built portal.
        test: {
          name: "system",
          environment: "node",
          include: ["apps/supervisor/test/**/*.test.ts"],
        },
      },
    ],
  },
});
