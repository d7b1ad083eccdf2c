import { defineConfig } from "vitest/config";

const portalSources = new URL("./apps/web/src", import.meta.url).pathname;

export default defineConfig({
  resolve: { alias: { "@": portalSources } },
  test: {
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
          // No measure of speed: a busy machine takes some times as long.
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
