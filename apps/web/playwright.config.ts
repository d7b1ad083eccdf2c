import { defineConfig } from "@playwright/test";
import { findBrowser } from "./e2e/find-browser.ts";
import { SIGNED_IN } from "./e2e/signed-in.ts";

const browser = await findBrowser();

/** Journeys run against a stack that `npm test` has started; its addresses come by environment. */
export default defineConfig({
  testDir: "./e2e",
  outputDir: "../../test-results/journeys",
  // These limits do not measure speed: they end hanging tests, and a busy machine takes many times
  // as long.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  use: {
    baseURL: process.env["HEADWATER_E2E_URL"] ?? "http://127.0.0.1:3000",
    viewport: { width: 1440, height: 900 },
    // The trace has each page at each step; screenshots as well would cost much processor time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { ...browser, chromiumSandbox: false },
  },
  projects: [
    { name: "sign-in", testMatch: "sign-in.setup.ts" },
    {
      name: "journeys",
      dependencies: ["sign-in"],
      testMatch: "*.spec.ts",
      use: { storageState: SIGNED_IN },
    },
  ],
});
