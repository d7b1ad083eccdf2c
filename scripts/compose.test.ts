import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

const FILE = join(resolve(import.meta.dirname, ".."), "docker-compose.yml");
const folder = mkdtempSync(join(tmpdir(), "headwater-compose-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Service {
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

const text = readFileSync(FILE, "utf8");
const { services, volumes } = parse(text) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

/**
 * The places where a file breaks the JSON schema of the Compose specification, which dclint
 * contains.
 */
function schemaProblems(path: string): string[] {
  const { stdout } = spawnSync("dclint", [path, "--formatter", "json"], { encoding: "utf8" });
  const files = JSON.parse(stdout) as readonly {
    readonly messages: readonly { readonly rule: string; readonly message: string }[];
  }[];
  const messages = files.flatMap((file) => file.messages);
  // The other rules are about style, and report a port from the environment as a port without an
  // address.
  return messages.filter(({ rule }) => rule === "invalid-schema").map(({ message }) => message);
}

describe("docker-compose.yml", () => {
  test("is valid by the schema of the Compose specification", () => {
    expect(schemaProblems(FILE)).toEqual([]);
    const broken = join(folder, "docker-compose.yml");
    writeFileSync(broken, text.replace("read_only:", "read_onli:"));
    expect(schemaProblems(broken)).toEqual([expect.stringContaining("/services/headwater")]);
  });

  test("publishes ports only on this machine unless HEADWATER_HOST names another address", () => {
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(port).toMatch(/^\$\{HEADWATER_HOST:-127\.0\.0\.1\}:/);
  });

  test("uses only volumes and services that it defines", () => {
    const all = Object.values(services);
    const mounted = all.flatMap(({ volumes = [] }) => volumes.map((one) => one.split(":")[0]));
    expect(new Set(mounted)).toEqual(new Set(Object.keys(volumes)));
    const needed = all.flatMap(({ depends_on = {} }) => Object.keys(depends_on));
    expect(Object.keys(services)).toEqual(expect.arrayContaining(needed));
  });
});
