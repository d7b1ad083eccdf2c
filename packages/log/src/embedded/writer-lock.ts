import { link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogError } from "../event-log.ts";
import { isAlive, ownIdentity } from "./process-identity.ts";

const NAME = /^writer\.(\d+)\.lock$/;
const RELEASED = "released";

/**
 * Takes the exclusive right to write a folder. Node has no flock, and with one lock file that is
 * deleted and made again, two processes could replace a dead holder at once. So every holder gets
 * the next number: `link` gives a number to one process only, and the highest number holds the
 * lock; a process that gets a lower number too late withdraws. The process identity shows whether a
 * holder was killed. Throws LogError `locked`, which names the live holder.
 */
export async function takeWriterLock(dir: string): Promise<() => Promise<void>> {
  const identity = ownIdentity();
  const draft = join(dir, `writer.${process.pid}-${performance.now()}.draft`);
  try {
    await writeFile(draft, identity);
    for (;;) {
      const newest = await newestNumber(dir);
      await refuseIfHeld(dir, newest);
      const mine = newest + 1;
      if (!(await linkOnce(draft, lockPath(dir, mine)))) continue;
      if ((await newestNumber(dir)) > mine) {
        await rm(lockPath(dir, mine), { force: true });
        continue;
      }
      await removeOlder(dir, mine);
      return () => release(dir, mine);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

const lockPath = (dir: string, number: number) => join(dir, `writer.${number}.lock`);

async function numbers(dir: string): Promise<number[]> {
  return (await readdir(dir)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

const newestNumber = async (dir: string) => Math.max(0, ...(await numbers(dir)));

async function refuseIfHeld(dir: string, number: number): Promise<void> {
  if (number === 0) return;
  const holder = await readFile(lockPath(dir, number), "utf8").catch(() => RELEASED);
  if (holder !== RELEASED && isAlive(holder))
    throw new LogError("locked", `${dir} is being written by process ${holder.split(" ")[0]}`);
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function removeOlder(dir: string, than: number): Promise<void> {
  for (const number of await numbers(dir))
    if (number < than) await rm(lockPath(dir, number), { force: true });
}

// The lock file stays, because a number must never be used twice. On a full disk the file still
// names its holder, whose process ends soon and no longer counts then.
async function release(dir: string, number: number): Promise<void> {
  const draft = `${lockPath(dir, number)}.draft`;
  try {
    await writeFile(draft, RELEASED);
    await rename(draft, lockPath(dir, number));
  } catch {
    await rm(draft, { force: true });
  }
}
