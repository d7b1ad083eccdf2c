import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const GRACE_MS = 6000;

/** Remembers the children of a supervisor on disk, so that the next one finds those that outlived it. */
export interface ChildRegister {
  record(name: string, pid: number): void;
  /** Ends what an earlier, killed supervisor left running: SIGTERM, then SIGKILL. */
  endLeftovers(): Promise<void>;
}

/** Opens the register of a home. */
export function openChildRegister(runDir: string): ChildRegister {
  const file = join(runDir, "children.json");
  const children = new Map<string, ProcessIdentity>();
  return {
    record(name, pid) {
      const identity = identify(pid);
      if (identity === null) return;
      children.set(name, identity);
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(children)));
      renameSync(`${file}.new`, file);
    },
    async endLeftovers() {
      const alive = () => readRegister(file).filter(isAlive);
      signalAll(alive(), "SIGTERM");
      const deadline = Date.now() + GRACE_MS;
      while (alive().length > 0 && Date.now() < deadline) await sleep(50);
      signalAll(alive(), "SIGKILL");
      while (alive().length > 0 && Date.now() < deadline + GRACE_MS) await sleep(50);
    },
  };
}

function readRegister(file: string): ProcessIdentity[] {
  try {
    if (!existsSync(file)) return [];
    return Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, ProcessIdentity>);
  } catch {
    return [];
  }
}

function signalAll(processes: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
