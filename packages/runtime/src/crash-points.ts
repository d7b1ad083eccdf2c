/**
 * Kills this process with SIGKILL when it passes the named point for the nth time; other points do
 * nothing.
 */
export type CrashPoint = (name: string) => void;

/**
 * Parses CRASH_AT: `name[:nth]`, or several with commas between them (see the crash points E1 to C4
 * in ARCHITECTURE.md); without it the returned function does nothing.
 */
export function openCrashPoint(crashAt: string | undefined): CrashPoint {
  if (crashAt === undefined) return () => undefined;
  const left = new Map(crashAt.split(",").map(readPoint));
  return (name) => {
    const passes = left.get(name);
    if (passes === undefined) return;
    left.set(name, passes - 1);
    if (passes === 1) process.kill(process.pid, "SIGKILL");
  };
}

function readPoint(text: string): [string, number] {
  const [name = "", nth = "1"] = text.split(":");
  return [name, Number.parseInt(nth, 10)];
}
