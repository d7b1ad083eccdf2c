import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "@headwater/runtime";
import { type Role, rolesToStart } from "@headwater/runtime/roles";
import type { ChildSpec } from "./child.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const PROBE_INTERVAL_MS = 50;

interface Addresses {
  readonly databaseUrl: string;
  readonly port: number;
  readonly edgePort: number;
}

/** The processes to start for the wanted roles, in the order of the list of roles. */
export function childSpecs(
  config: Config,
  addresses: Addresses,
  env: NodeJS.ProcessEnv,
): ChildSpec[] {
  const childEnv = {
    ...env,
    NODE_ENV: "production",
    DATABASE_URL: addresses.databaseUrl,
    HEADWATER_HOME: config.home,
    HEADWATER_PORT: String(addresses.port),
    HEADWATER_EDGE_PORT: String(addresses.edgePort),
  };
  return rolesToStart(config.roles, config).map((role) =>
    role.kind === "portal"
      ? portalSpec(role, config, { port: addresses.port, env: childEnv })
      : pipelineSpec(role, childEnv),
  );
}

function pipelineSpec({ name, nodeFlags }: Role, env: NodeJS.ProcessEnv): ChildSpec {
  return {
    name,
    file: process.execPath,
    args: [...nodeFlags, join(ROOT, "apps/pipeline/src/main.ts")],
    cwd: ROOT,
    env: { ...env, HEADWATER_ROLES: name },
  };
}

function portalSpec(
  { name, nodeFlags }: Role,
  config: Config,
  { port, env }: { readonly port: number; readonly env: NodeJS.ProcessEnv },
): ChildSpec {
  const next = createRequire(join(ROOT, "apps/web/package.json")).resolve("next/dist/bin/next");
  return {
    name,
    file: process.execPath,
    args: [...nodeFlags, next, "start", "-H", config.host, "-p", String(port)],
    cwd: join(ROOT, "apps/web"),
    env: { ...env, HEADWATER_ROLES: name, NEXT_TELEMETRY_DISABLED: "1" },
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
      // The portal does not listen yet.
    }
    await sleep(PROBE_INTERVAL_MS);
  }
}
