import { expect, test } from "vitest";
import { ConfigError, loadConfig } from "./config.ts";

test("nothing set gives the embedded profile, with every folder below the home", () => {
  const config = loadConfig({});
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    edgePort: 8080,
    demo: true,
    publicUrl: "http://127.0.0.1:3000",
  });
  expect(config.home).toMatch(/\/\.headwater$/);
  for (const folder of Object.values(config.paths))
    expect(folder.startsWith(`${config.home}/`)).toBe(true);
});

test("all bad keys are told in one message, each with its reason", () => {
  const bad = {
    HEADWATER_PORT: "70000",
    HEADWATER_DEMO: "perhaps",
    DATABASE_URL: "mysql://x",
    HEADWATER_LOG: "kafka://h:1",
    HEADWATER_ADMIN_API_KEY: "short",
  };
  expect(() => loadConfig(bad)).toThrow(ConfigError);
  try {
    loadConfig(bad);
  } catch (error) {
    for (const name of Object.keys(bad)) expect((error as Error).message).toContain(`  ${name}: `);
    expect((error as Error).message).toContain("needs 32 characters or more");
  }
});

test.each([
  ["an empty value counts as not set", { HEADWATER_PORT: "" }, { port: 3000 }],
  [
    "sizes are given in megabytes",
    { HEADWATER_LOG_SEGMENT_MB: "16" },
    { log: { segmentBytes: 16 * 1024 * 1024, retentionHours: 72 } },
  ],
  ["the demo is switched off by a word", { HEADWATER_DEMO: "off" }, { demo: false }],
  ["roles are a list", { HEADWATER_ROLES: "edge, loader" }, { roles: ["edge", "loader"] }],
  [
    "the public address follows host and port",
    { HEADWATER_HOST: "10.0.0.5", HEADWATER_PORT: "80" },
    { publicUrl: "http://10.0.0.5:80" },
  ],
] as const)("%s", (...row) => {
  const [, environment, expected] = row;
  expect(loadConfig(environment)).toMatchObject(expected);
});

test("the lake may lie outside the home", () => {
  expect(loadConfig({ HEADWATER_STORE: "/srv/lake" }).paths.lake).toBe("/srv/lake");
});

test("a configuration can't be changed after it was read", () => {
  const config = loadConfig({}) as { port: number };
  expect(() => {
    config.port = 1;
  }).toThrow(TypeError);
});
