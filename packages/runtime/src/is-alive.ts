/** True if a process with this number runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user also counts as running.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
