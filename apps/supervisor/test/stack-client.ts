import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compileCache } from "@headwater/testkit/compile-cache";

const ROOT = resolve(import.meta.dirname, "../../..");
/** A limit for a program that hangs, and no measure of speed. */
const WAIT_MS = 120_000;
const POLL_MS = 200;

/** The output and the exit code of a program. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the project on Node 24 until it ends. */
export function runProject(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Finished> {
  const child = spawn(process.execPath, [resolve(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...compileCache(), PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  return new Promise((done) => child.once("close", (code) => done({ code, stdout, stderr })));
}

/** The command line with the address and the key of one portal. */
export function commandLine(url: string, apiKey: string) {
  const hw = (...args: string[]) =>
    runProject("apps/cli/src/main.ts", args, { HEADWATER_URL: url, HEADWATER_API_KEY: apiKey });
  return {
    hw,
    /** Returns the rows of a statement; throws the command's error text if the command failed. */
    async rows(sql: string): Promise<Record<string, unknown>[]> {
      const { code, stdout, stderr } = await hw("sql", sql, "--format", "json");
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Record<string, unknown>[];
    },
  };
}

/** Posts a body as a client does; returns the status. */
export async function submit(
  edgeUrl: string,
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(`${edgeUrl}${path}`, {
    method: "POST",
    body: body as Uint8Array<ArrayBuffer> | string,
    headers,
  });
  return response.status;
}

/** The path to which a client posts a document of a type. */
export function documentPath(
  namespace: string,
  docType: string,
  version: string,
  id: string = randomUUID(),
): string {
  return namespace === "telemetry"
    ? `/submit/telemetry/${id}/${docType}/Firefox/61.0/release/20180328030202`
    : `/submit/${namespace}/${docType}/${version}/${id}`;
}

/** Calls `ask` until its answer is enough or the time is over; returns the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isEnough: (answer: T) => boolean,
  waitMs = WAIT_MS,
): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer) || Date.now() > deadline) return answer;
    await sleep(POLL_MS);
  }
}

/** Ids of the running processes of a home: the supervisor, its children, the database. */
export function processesOf(folder: string): number[] {
  const read = (file: string): string => {
    try {
      return readFileSync(join(folder, file), "utf8");
    } catch {
      return "";
    }
  };
  const supervisor = /"pid":(\d+)/.exec(read("run/supervisor.json"))?.[1];
  const children = [...read("run/children.json").matchAll(/"pid":(\d+)/g)].map((match) => match[1]);
  const postmaster = read("postgres/postmaster.pid").split("\n", 1)[0];
  return [supervisor, ...children, postmaster].map(Number).filter((pid) => pid > 1 && isAlive(pid));
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
