import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FLOW } from "@headwater/runtime/roles";
import { compileCache } from "@headwater/testkit/compile-cache";

const ROLE_NAMES = FLOW.map(({ name }) => name);
export const VICTIMS = [...ROLE_NAMES, "postgres"] as const;
/** A limit for a start that hangs; it is long because several stacks may share two processors. */
const READY_MS = 180_000;
type Victim = (typeof VICTIMS)[number];

/**
 * A running product on a home of its own: all pipeline roles and PostgreSQL, without the portal.
 */
export interface PipelineStack {
  readonly home: string;
  readonly edgeUrl: string;
  readonly databaseUrl: () => string;
  /** Sends SIGKILL; returns false if that process does not run right now. */
  kill(victim: Victim): boolean;
  pidOf(victim: Victim): number | null;
  /** What the supervisor has printed so far. */
  output(): string;
  stop(): Promise<void>;
  remove(): void;
}

interface PipelineOptions {
  readonly home?: string;
  /** Plants one crash point. */
  readonly crashAt?: string;
  /** The processors that the processes of the stack may use, in the syntax of `taskset`. */
  readonly cores?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the supervisor with the pipeline's roles. */
export async function startPipeline(options: PipelineOptions = {}): Promise<PipelineStack> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), "headwater-chaos-"));
  const edgePort = await freePort();
  const supervisor = resolve(import.meta.dirname, "../src/main.ts");
  const env = {
    ...inheritedEnvironment(),
    HEADWATER_HOME: home,
    HEADWATER_PORT: "0",
    HEADWATER_EDGE_PORT: String(edgePort),
    HEADWATER_ROLES: ROLE_NAMES.join(","),
    HEADWATER_DEMO: "off",
    HEADWATER_EDGE_RESERVE_MB: "64",
    ...(options.crashAt === undefined ? {} : { CRASH_AT: options.crashAt }),
    ...options.env,
  };
  const held = options.cores === undefined ? [] : ["taskset", "-c", options.cores];
  const [command = process.execPath, ...args] = [...held, process.execPath, supervisor];
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      output += text;
    });
  await ready(child, () => output);
  const pidOf = (victim: Victim) =>
    victim === "postgres" ? postmaster(home) : registered(home, victim);
  return {
    home,
    edgeUrl: `http://127.0.0.1:${edgePort}`,
    databaseUrl: () => databaseUrl(home),
    pidOf,
    output: () => output,
    kill: (victim) => killPid(pidOf(victim)),
    async stop() {
      const gone = new Promise((resolveGone) => child.once("close", resolveGone));
      child.kill("SIGTERM");
      await gone;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Connection string of a home's embedded server, whose port may change with a new start. */
function databaseUrl(home: string): string {
  const password = readFileSync(join(home, "secrets/postgres"), "utf8").trim();
  const port = readFileSync(join(home, "run/postgres.port"), "utf8").trim();
  return `postgresql://headwater:${password}@127.0.0.1:${port}/postgres`;
}

function inheritedEnvironment(): Record<string, string> {
  return {
    ...compileCache(),
    PATH: `${resolve(process.execPath, "..")}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
  };
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  await new Promise<void>((resolveReady, reject) => {
    child.once("message", () => resolveReady());
    child.once("exit", (code) => reject(new Error(`the stack ended with ${code}:\n${output()}`)));
    setTimeout(
      () => reject(new Error(`the stack was not ready in time:\n${output()}`)),
      READY_MS,
    ).unref();
  });
}

function postmaster(home: string): number | null {
  return firstNumber(join(home, "postgres/postmaster.pid"));
}

function registered(home: string, name: string): number | null {
  try {
    const children = JSON.parse(readFileSync(join(home, "run/children.json"), "utf8")) as Record<
      string,
      { pid: number }
    >;
    return children[name]?.pid ?? null;
  } catch {
    return null;
  }
}

function firstNumber(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}

function killPid(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolveListen) => server.listen(0, "127.0.0.1", resolveListen));
  const { port } = server.address() as { port: number };
  await new Promise((resolveClose) => server.close(resolveClose));
  await sleep(0);
  return port;
}
