import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findPostgresBinaries } from "./binaries.ts";
import { runningPort, stopPreviousServer } from "./previous-server.ts";

const run = promisify(execFile);
const START_TIMEOUT_MS = 30_000;
/** PostgreSQL needs less than this time for an immediate end (SIGQUIT). */
const QUIT_MS = 1500;
const KILL_MS = 500;
/** Messages of PostgreSQL about a full disk: an immediate retry would fail, too. */
const NO_ROOM = /No space left on device|Disk quota exceeded/;

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server process ends for any reason. */
  readonly exited: Promise<void>;
  /**
   * Shuts the server down, or ends it immediately if the shutdown takes too long; resolves when the
   * process has ended, at the latest after the given time.
   */
  stop(graceMs?: number): Promise<void>;
}

interface EmbeddedPostgresOptions {
  /** Folder of the database cluster, which the first start makes. */
  readonly dataDir: string;
  /** File with the password, mode 0600. */
  readonly passwordFile: string;
  /** Port to use if this port is free. */
  readonly preferredPort?: number;
  /**
   * The only port to use, so that the clients of a crashed server find the next server; the start
   * fails while another program uses the port.
   */
  readonly port?: number;
  /** Ends a start in progress and its processes. */
  readonly signal?: AbortSignal;
  /** Receives the server's log lines. */
  readonly onLog?: (line: string) => void;
}

/**
 * Starts the PostgreSQL server of this home; first stops a server that a killed supervisor left
 * running.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  await stopPreviousServer(options.dataDir);
  const password = readOrMakePassword(options.passwordFile);
  if (!existsSync(join(options.dataDir, "PG_VERSION"))) await initialise(options);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    options.signal?.throwIfAborted();
    const port = options.port ?? (await freePort(options.preferredPort));
    const server = launch(options, port);
    const failure = await unlessAborted(server, options.signal);
    if (failure === null) {
      const { pid, exited } = server;
      return { url: urlOf(password, port), port, pid, exited, stop: (ms) => stop(server, ms) };
    }
    // After a SIGKILL of all processes the old lock stays for a moment, until the system has
    // removed the dead processes.
    if (Date.now() > deadline || NO_ROOM.test(failure))
      throw new Error(`PostgreSQL does not start: ${failure}`);
    await sleep(300);
  }
}

/**
 * Waits for the start of a server; returns why the start failed, or null if it succeeded. If the
 * signal is aborted, the function stops the server and then throws.
 */
async function unlessAborted(server: Launched, signal?: AbortSignal): Promise<string | null> {
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  const onAbort = () => abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const failure = await Promise.race([server.ready, aborted]);
  signal?.removeEventListener("abort", onAbort);
  if (failure !== undefined && signal?.aborted !== true) return failure;
  await stop(server);
  throw signal?.reason;
}

/**
 * The URL of the server that runs on a data folder, for users who may read its password; null if no
 * server runs.
 */
export function runningServerUrl({
  dataDir,
  passwordFile,
}: Pick<EmbeddedPostgresOptions, "dataDir" | "passwordFile">): string | null {
  const port = runningPort(dataDir);
  return port === null ? null : urlOf(readFileSync(passwordFile, "utf8").trim(), port);
}

function urlOf(password: string, port: number): string {
  return `postgresql://headwater:${password}@127.0.0.1:${port}/postgres`;
}

async function initialise(options: EmbeddedPostgresOptions): Promise<void> {
  const { dataDir, passwordFile, signal } = options;
  const staging = `${dataDir}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  const { initdb } = findPostgresBinaries();
  const flags = [
    "-D",
    staging,
    "-U",
    "headwater",
    `--pwfile=${passwordFile}`,
    "-A",
    "scram-sha-256",
  ];
  const { file, args } = asOrdinaryUser(initdb, [...flags, "-E", "UTF8", "--locale=C"]);
  try {
    await run(file, args, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new Error(
      `PostgreSQL can't be set up: ${hint(String((cause as { stderr?: string }).stderr))}`,
      { cause },
    );
  }
  renameSync(staging, dataDir);
}

/**
 * PostgreSQL refuses to run as root. In a user namespace PostgreSQL runs as an ordinary user, while
 * the files still belong to root.
 */
function asOrdinaryUser(file: string, args: readonly string[]): { file: string; args: string[] } {
  if (process.getuid?.() !== 0) return { file, args: [...args] };
  return { file: "unshare", args: ["-U", "--map-user=1000", "--map-group=1000", file, ...args] };
}

function hint(stderr: string): string {
  return /unshare|Operation not permitted/.test(stderr)
    ? "this root user may not create user namespaces. Run Headwater as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    : stderr.trim();
}

interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Resolves with null once the server accepts connections, or with the reason of its end. */
  readonly ready: Promise<string | null>;
}

function launch({ dataDir, onLog }: EmbeddedPostgresOptions, port: number): Launched {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 80,
    shared_buffers: "64MB",
    jit: "off",
    log_min_messages: "warning",
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const { file, args } = asOrdinaryUser(findPostgresBinaries().postgres, ["-D", dataDir, ...flags]);
  // The server has a process group of its own, so that Ctrl+C in the terminal reaches only the
  // supervisor, which stops the database last.
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let log = "";
  const ready = new Promise<string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-4000);
      for (const line of text.trimEnd().split("\n")) onLog?.(line);
      if (log.includes("ready to accept connections")) resolve(null);
    });
    child.once("close", () => resolve(log.trim() || "it ended without a message"));
  });
  return { child, pid: child.pid ?? -1, exited, ready };
}

async function stop({ child, exited }: Launched, graceMs = 8000): Promise<void> {
  child.kill("SIGINT");
  const quit = setTimeout(() => child.kill("SIGQUIT"), Math.max(0, graceMs - QUIT_MS));
  const kill = setTimeout(() => child.kill("SIGKILL"), Math.max(0, graceMs - KILL_MS));
  await exited;
  clearTimeout(quit);
  clearTimeout(kill);
}

function readOrMakePassword(file: string): string {
  const known = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (known !== "") return known;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  // The password is written to a draft first: on a full disk the file itself would be empty, and an
  // empty file would mean an empty password.
  writeFileSync(`${file}.new`, `${password}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return password;
}

async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  const listening = await new Promise<boolean>((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(preferred, "127.0.0.1", () => resolve(true));
  });
  if (!listening) return freePort();
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
