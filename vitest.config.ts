import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: [
            "packages/*/{src,test}/**/*.test.ts",
            "apps/{pipeline,supervisor,cli}/**/*.test.ts",
            "scripts/**/*.test.ts",
            "apps/web/src/**/*.test.ts",
          ],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
        resolve: { alias: { "@": new URL("./apps/web/src", import.meta.url).pathname } },
      },
      {
        test: {
          name: "browser-like",
          environment: "jsdom",
          include: ["apps/web/src/**/*.test.tsx"],
        },
        resolve: { alias: { "@": new URL("./apps/web/src", import.meta.url).pathname } },
      },
    ],
  },
});
