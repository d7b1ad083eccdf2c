import { link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogError } from "../event-log.ts";
import { isAlive, ownIdentity } from "./process-identity.ts";

const NAME = /^writer\.(\d+)\.lock$/;
const RELEASED = "released";

/**
 * Takes the right to write a folder. Node has no flock, and one lock file that is deleted and made anew lets two processes
 * take over from a dead one at once. So every holder gets the next number: `link` gives a number to one process only, the
 * highest number holds, a lower one that appears late withdraws. A holder that was killed is known by its process identity.
 * Throws LogError `locked` naming the live holder.
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

// The file stays: a number must never be given out twice. On a full disk it keeps its holder, who is known to be dead soon.
async function release(dir: string, number: number): Promise<void> {
  const draft = `${lockPath(dir, number)}.draft`;
  try {
    await writeFile(draft, RELEASED);
    await rename(draft, lockPath(dir, number));
  } catch {
    await rm(draft, { force: true });
  }
}
