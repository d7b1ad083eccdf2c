import { readFileSync } from "node:fs";

/**
 * A text that no other process of this machine ever has: pid, boot id and start time; only the pid
 * on a system without /proc.
 */
export function ownIdentity(): string {
  return identityOf(process.pid) ?? String(process.pid);
}

/**
 * True if the process with this identity still runs; another process with the same pid does not
 * count.
 */
export function isAlive(identity: string): boolean {
  const [pid = "", ...rest] = identity.split(" ");
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0) return false;
  const current = identityOf(number);
  if (rest.length > 0 && current !== null) return current === identity;
  return rest.length === 0 && answersSignal(number);
}

function identityOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the name in brackets, which can contain spaces, so fields are counted
    // after the name. The states Z and X mean that the process has ended.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${pid} ${boot} ${fields[19]}`;
  } catch {
    return null;
  }
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
