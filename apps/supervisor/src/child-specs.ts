import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "@headwater/runtime";
import type { ChildSpec } from "./child.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const PIPELINE_ROLES = ["edge", "loader", "batch", "query"] as const;
const PROBE_INTERVAL_MS = 50;
/**
 * How Node runs a role. What the edge makes lives for one request: with a young generation of one size its memory stays
 * where it is, while V8's own choice goes from 8 to 64 MiB and back.
 */
export const NODE_FLAGS: Readonly<Record<string, string[]>> = {
  edge: ["--min-semi-space-size=16", "--max-semi-space-size=16"],
};

interface Addresses {
  readonly databaseUrl: string;
  readonly port: number;
  readonly edgePort: number;
}

/** What to start for the wanted roles, in order: the edge first, since a client must never find it closed. */
export function childSpecs(
  config: Config,
  addresses: Addresses,
  env: NodeJS.ProcessEnv,
): ChildSpec[] {
  const wanted = new Set(config.roles);
  const childEnv = {
    ...env,
    NODE_ENV: "production",
    DATABASE_URL: addresses.databaseUrl,
    HEADWATER_HOME: config.home,
    HEADWATER_PORT: String(addresses.port),
    HEADWATER_EDGE_PORT: String(addresses.edgePort),
  };
  const roles = [
    ...PIPELINE_ROLES.filter((role) => wanted.has(role)),
    ...(config.demo && (wanted.has("edge") || wanted.has("producer")) ? ["producer"] : []),
  ];
  const specs = roles.map((role) => pipelineSpec(role, childEnv));
  return wanted.has("portal") ? [...specs, portalSpec(config, addresses.port, childEnv)] : specs;
}

function pipelineSpec(role: string, env: NodeJS.ProcessEnv): ChildSpec {
  return {
    name: role,
    file: process.execPath,
    args: [...(NODE_FLAGS[role] ?? []), join(ROOT, "apps/pipeline/src/main.ts")],
    cwd: ROOT,
    env: { ...env, HEADWATER_ROLES: role },
  };
}

function portalSpec(config: Config, port: number, env: NodeJS.ProcessEnv): ChildSpec {
  const next = createRequire(join(ROOT, "apps/web/package.json")).resolve("next/dist/bin/next");
  return {
    name: "portal",
    file: process.execPath,
    args: [next, "start", "-H", config.host, "-p", String(port)],
    cwd: join(ROOT, "apps/web"),
    env: { ...env, HEADWATER_ROLES: "portal", NEXT_TELEMETRY_DISABLED: "1" },
    probe: () => untilHealthy(`http://${reachableHost(config.host)}:${port}/api/health`),
  };
}

/** The address to call a server that listens on `host`. */
function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "[::1]" : host;
}

async function untilHealthy(url: string): Promise<void> {
  for (;;) {
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(5000) })).ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(PROBE_INTERVAL_MS);
  }
}
