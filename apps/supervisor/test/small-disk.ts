import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "../../../scripts/stack.mjs";

/** Mounts a volume of a size at a folder, fills it but for some bytes, and becomes the rest of the command. */
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

/** A whole product whose home, as this process can reach it, is a small volume of its own. */
export interface SmallDiskStack extends Stack {
  /** Bytes that can still be written. */
  free(): number;
  /** Fills the volume with a file that is none of the product's, but for some bytes. */
  fill(leftBytes?: number): void;
  /** Removes that file. */
  clear(): void;
}

/** Whether this user may mount a volume in a namespace of their own; root and ordinary users go the same way. */
export function canMount(): boolean {
  try {
    execFileSync("unshare", ["-Urm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("skipped: this machine does not let us mount a small disk to fill\n");
    return false;
  }
}

/**
 * The beginning of a command line that runs the rest of it where `mountPoint` is a volume of its own, of which so many
 * megabytes are taken by others.
 */
export function onSmallDisk(mountPoint: string, megabytes: number, taken = 0): string[] {
  const mount = ["sh", `${megabytes}m`, String(taken * MEGABYTE), mountPoint];
  return ["unshare", "-Urm", "sh", "-c", MOUNT, ...mount];
}

/** The way into such a volume for a process that does not see it: past one that does. */
export const through = (pid: number | undefined, path: string): string =>
  join(`/proc/${pid}/root`, path);

/** Starts a whole product on a tmpfs of the given size, which only its processes see; it goes with them. */
export async function startOnSmallDisk({
  megabytes,
  env = {},
}: SmallDiskOptions): Promise<SmallDiskStack> {
  const mountPoint = mkdtempSync(join(tmpdir(), "headwater-small-disk-"));
  const within = onSmallDisk(mountPoint, megabytes);
  const stack = await startStack({ home: mountPoint, env, within });
  const home = through(stack.pid, mountPoint);
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

/** Appends until so many bytes are gone or the volume takes no more. */
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
