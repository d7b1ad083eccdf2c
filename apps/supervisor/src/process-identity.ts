import { readFileSync } from "node:fs";

/** A process as recorded on disk: its pid and, where the system tells, when it started (a pid alone may be reused). */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string | null;
}

/** Identity of a process; null if there is none with that pid. */
export function identify(pid: number): ProcessIdentity | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  const stat = procStat(pid);
  // A zombie has ended: it only waits for its parent to notice.
  if (stat !== null && stat[0] === "Z") return null;
  return { pid, startedAt: stat?.[19] ?? null };
}

/** True while the very process that was recorded still runs. */
export function isAlive(recorded: ProcessIdentity): boolean {
  const now = identify(recorded.pid);
  return now !== null && (recorded.startedAt === null || now.startedAt === recorded.startedAt);
}

/** Fields of /proc/<pid>/stat from the state on (state is 0, start time 19); null where there is no /proc. */
function procStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
