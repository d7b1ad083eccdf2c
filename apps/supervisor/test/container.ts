import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { eventually, type Finished } from "./stack-client.ts";

/** The folders and the environment that a program in a sandbox may use. */
export interface Sandbox {
  /** The folder of this machine that the sandbox sees as `/opt`. */
  readonly opt: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs a command of a build stage on the system folders of this machine and with its settings for
 * npm; the command writes to the `/opt` of the sandbox.
 */
export function build({ opt, workdir, environment }: Sandbox, command: string): Promise<Finished> {
  const set = Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]);
  // Vitest sets NODE_ENV to `test`, and the portal can't be built with this value.
  const variables = ["--unsetenv", "NODE_ENV", ...set];
  const mounts = ["--dev-bind", "/", "/", "--bind", opt, "/opt", "--chdir", workdir];
  const args = ["--die-with-parent", ...variables, ...mounts, "--", "sh", "-c", command];
  return finish(spawn("bwrap", args));
}

/**
 * The sandbox of a container: it has a user, volumes and a network of its own; the rest is
 * read-only.
 */
export interface ContainerSandbox extends Sandbox {
  readonly uid: string;
  /** Mounted folders of this machine, by their path in the sandbox. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly readOnlyVolumes: Readonly<Record<string, string>>;
}

/** The system folders of this machine take the place of the folders of the base image. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc"];

function containerFlags({
  opt,
  workdir,
  uid,
  volumes,
  readOnlyVolumes,
}: ContainerSandbox): string[] {
  const mounts = (flag: string, folders: Readonly<Record<string, string>>) =>
    Object.entries(folders).flatMap(([inside, outside]) => [flag, outside, inside]);
  return [
    "--die-with-parent",
    "--unshare-all",
    ...["--uid", uid, "--gid", uid, "--hostname", "headwater"],
    ...SYSTEM.flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind", opt, "/opt"],
    ...mounts("--bind", volumes),
    ...mounts("--ro-bind", readOnlyVolumes),
    ...["--remount-ro", "/", "--chdir", workdir, "--info-fd", "3", "--"],
  ];
}

/** A program that runs in a sandbox. */
export interface Container {
  readonly finished: Promise<Finished>;
  /** The output of the program so far. */
  output(): string;
  /** Runs another command in the same sandbox, as `docker exec` does. */
  exec(...command: string[]): Promise<Finished>;
  /** Sends SIGTERM to the first process of the sandbox; resolves when the process has ended. */
  stop(): Promise<Finished>;
}

/** Starts a command in the sandbox of a container. */
export async function startContainer(
  sandbox: ContainerSandbox,
  command: readonly string[],
): Promise<Container> {
  const child = spawn("bwrap", [...containerFlags(sandbox), ...command], {
    env: sandbox.environment,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const finished = finish(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (output += part));
  const init = await initOf(child);
  const inside = ["-t", init, "-U", "-m", "-u", "-i", "-n", "-p", "--preserve-credentials", "--"];
  const cd = ["sh", "-c", `cd ${sandbox.workdir} && exec "$@"`, "sh"];
  return {
    finished,
    output: () => output,
    exec: (...words) =>
      finish(spawn("nsenter", [...inside, ...cd, ...words], { env: sandbox.environment })),
    stop() {
      const first = firstChild(init);
      if (first !== null) process.kill(first, "SIGTERM");
      return finished;
    },
  };
}

/**
 * The process id of the sandbox's init, once the init has set up everything and started the
 * command.
 */
async function initOf(child: ChildProcess): Promise<string> {
  const info = await text(child.stdio[3] as NodeJS.ReadableStream);
  const init = String((JSON.parse(info) as { "child-pid": number })["child-pid"]);
  const isStarted = async () => child.exitCode !== null || firstChild(init) !== null;
  await eventually(isStarted, (is) => is);
  return init;
}

function firstChild(pid: string): number | null {
  try {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return Number(first) || null;
  } catch {
    // The process has ended.
    return null;
  }
}

/** Starts PostgreSQL as the Compose file does: clients reach it only by the socket of a folder. */
export function startPostgres(
  bin: string,
  folder: string,
  command: readonly string[],
): ChildProcess {
  const [, ...args] = command;
  const folders = ["-D", join(folder, "data"), "-k", join(folder, "socket")];
  return spawn("bwrap", [...ORDINARY_USER, join(bin, "postgres"), ...args, ...folders], {
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Makes the database folder of `startPostgres`. */
export function initPostgres(bin: string, folder: string, flags: string): Promise<Finished> {
  const args = ["-D", join(folder, "data"), "-U", "headwater", "-A", "trust", ...flags.split(" ")];
  return finish(spawn("bwrap", [...ORDINARY_USER, join(bin, "initdb"), ...args]));
}

/** Flags for a user that is not root, which PostgreSQL refuses, and for `network_mode: none`. */
const ORDINARY_USER = [
  ...["--die-with-parent", "--dev-bind", "/", "/", "--unshare-net"],
  ...["--unshare-user", "--uid", "1000", "--gid", "1000", "--"],
];

function finish(child: ChildProcess): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (part) => (stdout += part));
  child.stderr?.on("data", (part) => (stderr += part));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}
