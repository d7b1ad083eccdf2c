import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "@headwater/runtime";
import { giveUpBallast } from "./ballast-file.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";
import { tryReplaceFile } from "./replace-file.ts";

/** The home can't be used; the message says why and what to do. */
export class HomeError extends Error {
  override readonly name = "HomeError";
}

/** Makes the folders of a home, private to this user. Throws HomeError if it is not writable. */
export function prepareHome({ home, paths }: Config): void {
  makeWritable(home, `The home folder ${home}`, "--home");
  const { run, logs, secrets, results, temporary, log, lake } = paths;
  for (const path of [run, logs, secrets, results, temporary, log])
    makeWritable(path, `The home folder ${home}`, "--home");
  makeWritable(lake, `The store ${lake}`, "HEADWATER_STORE");
}

function makeWritable(path: string, what: string, setting: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  } catch (cause) {
    if (isDiskFull(cause)) throw diskFull(path, cause);
    throw new HomeError(
      `${what} can't be written (${(cause as Error).message}). Choose another with ${setting}.`,
      { cause },
    );
  }
}

/**
 * Makes a folder and its parents one level at a time: the recursive mkdir never returns where a
 * folder can't have children, as in /proc.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Whether an error means that a volume is full. The code of the error says so, or its text if the
 * error comes from another program.
 */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return true;
  return /No space left on device|Disk quota exceeded/.test(message);
}

function diskFull(path: string, cause: unknown): HomeError {
  return new HomeError(
    `The disk that holds ${path} is full. Free some space on it, then start Headwater again.`,
    { cause },
  );
}

/**
 * Locks the home for this process until `release`. Throws a HomeError that names the holder if
 * another process holds the home.
 */
export function lockHome({ home, paths, publicUrl }: Config): { release(): void } {
  const mine: Holder = { ...(identify(process.pid) as ProcessIdentity), url: publicUrl };
  const text = JSON.stringify(mine);
  const lock = claimOnAnyDisk({ run: paths.run, home, text });
  const holderFile = join(paths.run, "supervisor.json");
  // This file shows people and tests the address of this home; only the lock decides who holds it.
  tryReplaceFile(holderFile, text);
  return {
    release() {
      rmSync(holderFile, { force: true });
      // The lock file is emptied and not removed, because the highest number must never come back.
      // On a full disk the file keeps its text; its holder is dead then, so that the lock is free.
      tryReplaceFile(lock, "{}");
    },
  };
}

interface Holder extends ProcessIdentity {
  readonly url: string;
}

interface Claim {
  readonly run: string;
  readonly home: string;
  readonly text: string;
}

/** Claims the home; on a full disk the ballast makes room for the lock file. */
function claimOnAnyDisk(wanted: Claim): string {
  try {
    return claim(wanted);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    if (giveUpBallast(wanted.home)) return claimOnAnyDisk(wanted);
    throw diskFull(wanted.home, error);
  }
}

/**
 * Locks are numbered, and the lock with the highest number counts. A process that finds the holder
 * of this lock dead makes the lock with the next number by a hard link: the link appears with its
 * whole text, and only one of several processes can make it. If a process removed the lock of a
 * dead holder instead, it could remove the new lock of a faster process.
 */
function claim({ run, home, text }: Claim): string {
  const draft = join(run, `supervisor.draft.${process.pid}`);
  try {
    writeFileSync(draft, text);
    let lock: string | null = null;
    while (lock === null) lock = takeNext(run, home, draft);
    return lock;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Returns the file of the new lock; null if another process was faster, so that a retry is due. */
function takeNext(run: string, home: string, draft: string): string | null {
  const highest = Math.max(0, ...lockNumbers(run));
  const holder = readHolder(lockFile(run, highest));
  if (holder !== null && isAlive(holder)) throw inUse(home, holder);
  const mine = highest + 1;
  if (!isLinked(draft, lockFile(run, mine))) return null;
  const numbers = lockNumbers(run);
  // If this process was suspended after it read the numbers, another one may hold a higher number.
  const isHighest = Math.max(...numbers) === mine;
  const outdated = isHighest ? numbers.filter((number) => number < mine) : [mine];
  for (const number of outdated) rmSync(lockFile(run, number), { force: true });
  return isHighest ? lockFile(run, mine) : null;
}

function isLinked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

const lockFile = (run: string, number: number) => join(run, `supervisor.lock.${number}`);

function lockNumbers(run: string): number[] {
  return readdirSync(run).flatMap((name) => {
    const number = /^supervisor\.lock\.(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function inUse(home: string, { pid, url }: Holder): HomeError {
  return new HomeError(
    `${home} is in use by another Headwater: process ${pid} at ${url}. Stop it, or choose another folder with --home.`,
  );
}

function readHolder(file: string): Holder | null {
  try {
    const text = JSON.parse(readFileSync(file, "utf8"));
    return typeof text.pid === "number" ? text : null;
  } catch {
    return null;
  }
}
