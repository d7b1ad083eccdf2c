import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { eventually, type Finished } from "./stack-client.ts";

/** What a program of a box may use. */
export interface Box {
  /** Where the folder `/opt` of the box lies. */
  readonly opt: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs a command of a build stage: on this machine's system and with its settings for npm, with an
 * `/opt` of its own to write to.
 */
export function build({ opt, workdir, environment }: Box, command: string): Promise<Finished> {
  const set = Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]);
  // The tests' own kind of environment is none in which the portal can be built.
  const variables = ["--unsetenv", "NODE_ENV", ...set];
  const mounts = ["--dev-bind", "/", "/", "--bind", opt, "/opt", "--chdir", workdir];
  const args = ["--die-with-parent", ...variables, ...mounts, "--", "sh", "-c", command];
  return finish(spawn("bwrap", args));
}

/** A container's box: its user, its volumes, everything else read-only, no network but its own. */
export interface ContainerBox extends Box {
  readonly uid: string;
  /** Folders that are mounted, by their place in the box. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly readOnlyVolumes: Readonly<Record<string, string>>;
}

/** The system's own folders stand in for those of the image's base. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc"];

function containerFlags({ opt, workdir, uid, volumes, readOnlyVolumes }: ContainerBox): string[] {
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

/** What runs in a box, until it ends. */
export interface Container {
  readonly finished: Promise<Finished>;
  /** All that it said so far. */
  output(): string;
  /** Runs a command beside it, as `docker exec` does. */
  exec(...command: string[]): Promise<Finished>;
  /** Sends SIGTERM to its first process; resolves with its end. */
  stop(): Promise<Finished>;
}

/** Starts a command in a container's box. */
export async function startContainer(
  box: ContainerBox,
  command: readonly string[],
): Promise<Container> {
  const child = spawn("bwrap", [...containerFlags(box), ...command], {
    env: box.environment,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const finished = finish(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (said += part));
  const init = await initOf(child);
  const inside = ["-t", init, "-U", "-m", "-u", "-i", "-n", "-p", "--preserve-credentials", "--"];
  const cd = ["sh", "-c", `cd ${box.workdir} && exec "$@"`, "sh"];
  return {
    finished,
    output: () => said,
    exec: (...words) =>
      finish(spawn("nsenter", [...inside, ...cd, ...words], { env: box.environment })),
    stop() {
      const first = firstChild(init);
      if (first !== null) process.kill(first, "SIGTERM");
      return finished;
    },
  };
}

/** The process id of the box's init, once the init has set up everything and started the command. */
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

/** A PostgreSQL that is reached by the socket of a folder alone, as the Compose file starts it. */
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

/** PostgreSQL refuses root; `network_mode: none` leaves the box its loopback. */
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
