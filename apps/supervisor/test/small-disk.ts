import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "../../../scripts/stack.mjs";

/**
 * Mounts a volume at a folder, writes a file of some bytes to it, and runs the rest of the command.
 */
const MOUNT = `size="$1"; fill="$2"; home="$3"; shift 3
mount -t tmpfs -o size="$size" tmpfs "$home"
if [ "$fill" -gt 0 ]; then head -c "$fill" /dev/zero > "$home/foreign"; fi
exec "$@"`;
const MEGABYTE = 1024 * 1024;
const CHUNK = Buffer.alloc(MEGABYTE, 1);

interface SmallDiskOptions {
  readonly megabytes: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running product whose home is a small volume; `home` is a path that this process can read. */
export interface SmallDiskStack extends Stack {
  /** Bytes that can still be written. */
  free(): number;
  /** Fills the volume with a file of another program until `leftBytes` are free. */
  fill(leftBytes?: number): void;
  /** Removes the file that `fill` wrote. */
  clear(): void;
}

/** Whether this user may mount a volume in a user namespace; root uses a user namespace, too. */
export function canMount(): boolean {
  try {
    execFileSync("unshare", ["-Urm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("skipped: this machine does not let this user mount a small disk\n");
    return false;
  }
}

/**
 * The beginning of a command line. It runs the rest of the command line in a namespace in which
 * `mountPoint` is a volume of its own; files of others take `taken` megabytes of this volume.
 */
export function onSmallDisk(mountPoint: string, megabytes: number, taken = 0): string[] {
  const mount = ["sh", `${megabytes}m`, String(taken * MEGABYTE), mountPoint];
  return ["unshare", "-Urm", "sh", "-c", MOUNT, ...mount];
}

/**
 * A path into a volume that this process does not see, by way of a process that sees the volume.
 */
export const pathSeenBy = (pid: number | undefined, path: string): string =>
  join(`/proc/${pid}/root`, path);

/** Starts the product on a tmpfs that only its processes see and that disappears with them. */
export async function startOnSmallDisk({
  megabytes,
  env = {},
}: SmallDiskOptions): Promise<SmallDiskStack> {
  const mountPoint = mkdtempSync(join(tmpdir(), "headwater-small-disk-"));
  const within = onSmallDisk(mountPoint, megabytes);
  const stack = await startStack({ home: mountPoint, env, within });
  const home = pathSeenBy(stack.pid, mountPoint);
  const foreign = join(home, "foreign");
  const free = () => {
    const { bavail, bsize } = statfsSync(home);
    return bavail * bsize;
  };
  return {
    ...stack,
    home,
    free,
    fill: (leftBytes = 0) => fillWith(foreign, () => free() - leftBytes),
    clear: () => rmSync(foreign, { force: true }),
    remove: () => rmSync(mountPoint, { recursive: true, force: true }),
  };
}

/** Appends to a file until nothing is left to fill or the volume is full. */
function fillWith(path: string, leftToFill: () => number): void {
  const file = openSync(path, "a");
  try {
    for (let left = leftToFill(); left > 0; left = leftToFill())
      writeSync(file, CHUNK, 0, Math.min(left, CHUNK.length));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}
