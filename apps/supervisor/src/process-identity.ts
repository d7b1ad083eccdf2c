import { readFileSync } from "node:fs";

/**
 * A process as recorded on disk: its pid and, where the system shows it, its start time, because
 * the system may use the same pid again.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string | null;
}

/** Identity of a process; null if no process has that pid. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  const stat = procStat(pid);
  // A zombie has ended: only its parent has not read its exit code yet.
  if (stat !== null && stat[0] === "Z") return null;
  return { pid, startedAt: stat?.[19] ?? null };
}

/** True while the recorded process still runs; another process with the same pid does not count. */
export function isAlive(recorded: ProcessIdentity): boolean {
  const now = identify(recorded.pid);
  return now !== null && (recorded.startedAt === null || now.startedAt === recorded.startedAt);
}

/**
 * Fields of /proc/<pid>/stat, beginning with the state (field 0); the start time is field 19. Null
 * on a system without /proc.
 */
function procStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
