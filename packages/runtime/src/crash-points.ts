/** Kills this process with SIGKILL when it passes the named point for the nth time; does nothing at every other point. */
export type CrashPoint = (name: string) => void;

/** Parses `name[:nth]` of CRASH_AT (see the crash points E1 to C4 in ARCHITECTURE.md); without it the hook costs one comparison. */
export function openCrashPoint(crashAt: string | undefined): CrashPoint {
  if (crashAt === undefined) return () => undefined;
  const [target, nth = "1"] = crashAt.split(":");
  let left = Number.parseInt(nth, 10);
  return (name) => {
    if (name !== target) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}
