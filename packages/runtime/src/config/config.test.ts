import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROLES } from "../roles/index.ts";
import { CAPABILITIES, ConfigError, loadConfig, redactConfig } from "./index.ts";

const dir = mkdtempSync(join(tmpdir(), "headwater-config-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
/** The lines of the error for an environment that can't be used. */
function complaints(...from: Parameters<typeof loadConfig>): string[] {
  try {
    loadConfig(...from);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
}

test("without any setting the profile is embedded, with every folder below the home", () => {
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

test("one message names all bad keys, each with its reason", () => {
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
  ["an empty value counts as a missing one", { HEADWATER_PORT: "" }, { port: 3000 }],
  [
    "sizes are given in megabytes",
    { HEADWATER_LOG_SEGMENT_MB: "16" },
    { log: { segmentBytes: 16 * 1024 * 1024, retentionHours: 72 } },
  ],
  ["the word off switches the demo off", { HEADWATER_DEMO: "off" }, { demo: false }],
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

test("each variable and each part of the configuration belongs to one capability", () => {
  const variables = CAPABILITIES.flatMap((capability) => capability.variables);
  const parts = CAPABILITIES.flatMap((capability) => Object.keys(capability.read({}).part ?? {}));
  expect(variables).toHaveLength(new Set(variables).size);
  expect(parts).toHaveLength(new Set(parts).size);
  expect(parts.toSorted()).toEqual(Object.keys(loadConfig({})).toSorted());
});

test("the lake may be outside of the home", () => {
  expect(loadConfig({ HEADWATER_STORE: "/srv/lake" }).paths.lake).toBe("/srv/lake");
});

test("a configuration can't be changed after loading", () => {
  const config = loadConfig({}) as { port: number };
  expect(() => {
    config.port = 1;
  }).toThrow(TypeError);
});

test("unknown roles, an empty list of roles and one port for portal and edge are refused", () => {
  const bad = { HEADWATER_ROLES: "edge,fish", HEADWATER_PORT: "8080", HEADWATER_DEMO: "perhaps" };
  expect(complaints(bad)).toEqual([
    expect.stringContaining("  HEADWATER_DEMO: "),
    `  HEADWATER_ROLES: \`fish\` is no role; there are ${ROLES.map(({ name }) => name).join(", ")}`,
    "  HEADWATER_EDGE_PORT: 8080 is the port of the portal, too: choose another",
  ]);
  expect(complaints({ HEADWATER_ROLES: " , " })).toEqual(["  HEADWATER_ROLES: names no role"]);
  expect(complaints({ HEADWATER_PORT: "0", HEADWATER_EDGE_PORT: "0" })).toEqual([]);
});

test("a problem names the setting in the user's form", () => {
  const nameOf = (variable: string) => (variable === "HEADWATER_PORT" ? "--port" : variable);
  const bad = { HEADWATER_PORT: "abc", HEADWATER_EDGE_PORT: "1.5" };
  const rule = "must be a whole number from 0 to 65535 (0 chooses a free port)";
  expect(complaints(bad, { nameOf })).toEqual([
    `  --port: ${rule}`,
    `  HEADWATER_EDGE_PORT: ${rule}`,
  ]);
});

test("unusable files and folders are reported with the other problems, and only if requested", () => {
  const file = join(dir, "file");
  writeFileSync(file, "no database");
  const bad = {
    HEADWATER_PORT: "abc",
    HEADWATER_HOME: join(file, "home"),
    HEADWATER_STORE: join(file, "lake", "deep"),
    HEADWATER_GEO_DB: join(dir, "missing.mmdb"),
  };
  expect(complaints(bad, { withFiles: true })).toEqual([
    expect.stringContaining("  HEADWATER_PORT: "),
    `  HEADWATER_HOME: ${file}/home can't be written: ${file} is a file`,
    `  HEADWATER_STORE: ${file}/lake/deep can't be written: ${file} is a file`,
    expect.stringMatching(/ {2}HEADWATER_GEO_DB: .*missing\.mmdb can't be read \(ENOENT/),
  ]);
  expect(complaints({ HEADWATER_GEO_DB: file }, { withFiles: true })).toEqual([
    `  HEADWATER_GEO_DB: ${file} is no MaxMind database (.mmdb)`,
  ]);
  expect(complaints({ HEADWATER_GEO_DB: file })).toEqual([]);
  expect(complaints({ HEADWATER_HOME: join(dir, "not", "yet") }, { withFiles: true })).toEqual([]);
});

test("settings are logged without the secrets that sign a person in", () => {
  const secrets = {
    HEADWATER_ADMIN_PASSWORD: "correct horse",
    HEADWATER_ADMIN_API_KEY: "0123456789abcdef0123456789abcdef",
    DATABASE_URL: "postgresql://me:hush%21@db.example:5433/hw?sslpassword=shh",
  };
  const text = JSON.stringify(redactConfig(loadConfig(secrets)));
  expect(text).not.toMatch(/correct horse|0123456789abcdef|hush|shh/);
  expect(text).toContain("postgresql://me@db.example:5433/hw");
});
