import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const STOP_TIMEOUT_MS = 10_000;

/**
 * Stops a PostgreSQL server of this data folder that a killed supervisor left running. The process
 * of `postmaster.pid` gets a signal only if it really is a PostgreSQL server of the same folder.
 */
export async function stopPreviousServer(dataDir: string): Promise<void> {
  const pid = postmasterPid(dataDir);
  if (pid === null || !isPostgresOn(pid, dataDir)) return;
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    send(pid, signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!isPostgresOn(pid, dataDir)) return;
      await sleep(50);
    }
  }
  throw new Error(
    `A PostgreSQL server (pid ${pid}) still uses ${dataDir} and does not stop. Stop it, then start Headwater again.`,
  );
}

/** The port of the server that runs on this data folder; null if no server runs. */
export function runningPort(dataDir: string): number | null {
  const pid = postmasterPid(dataDir);
  return pid !== null && isPostgresOn(pid, dataDir) ? postmasterLine(dataDir, 3) : null;
}

function postmasterPid(dataDir: string): number | null {
  const pid = postmasterLine(dataDir, 0);
  return pid !== null && pid > 1 ? pid : null;
}

/** Reads a number of `postmaster.pid`: the pid is on line 0, the port on line 3. */
function postmasterLine(dataDir: string, line: number): number | null {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const value = Number.parseInt(readFileSync(file, "utf8").split("\n")[line] ?? "", 10);
  return Number.isInteger(value) ? value : null;
}

function isPostgresOn(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(dataDir);
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
