import { readFileSync } from "node:fs";

const KIBIBYTE = 1024;

/**
 * Bytes of memory that a process and its descendants hold at this moment; null if the system does
 * not report it or the process has ended.
 */
export function residentBytes(pid: number): number | null {
  const own = ownBytes(pid);
  if (own === null) return null;
  // The sandbox's own process is small; the program runs in a child of its child.
  return childrenOf(pid).reduce((sum, child) => sum + (residentBytes(child) ?? 0), own);
}

function ownBytes(pid: number): number | null {
  const text = read(`/proc/${pid}/status`);
  if (text === null) return null;
  // A process that has just ended has no `VmRSS` line.
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * KIBIBYTE;
}

function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`) ?? "";
  return text.split(" ").filter(Boolean).map(Number);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
