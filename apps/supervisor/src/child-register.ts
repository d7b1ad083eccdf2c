import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";
import { tryReplaceFile } from "./replace-file.ts";

const GRACE_MS = 6000;
const RETRY_MS = 1000;

/**
 * Records the children of a supervisor on disk, so that the next supervisor finds the children that
 * outlived the previous one.
 */
export interface ChildRegister {
  /** Never throws: if the register can't be written now (a full disk), it is written later. */
  record(name: string, pid: number): void;
  /** Ends the processes that a killed supervisor left running: SIGTERM, then SIGKILL. */
  endLeftovers(): Promise<void>;
}

/** Opens the register of a home. */
export function openChildRegister(runDir: string): ChildRegister {
  const file = join(runDir, "children.json");
  const children = new Map<string, ProcessIdentity>();
  let retry: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(retry);
    if (tryReplaceFile(file, JSON.stringify(Object.fromEntries(children)))) return;
    retry = setTimeout(save, RETRY_MS).unref();
  };
  return {
    record(name, pid) {
      const identity = identify(pid);
      if (identity === null) return;
      children.set(name, identity);
      save();
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
