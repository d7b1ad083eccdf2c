import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "@headwater/runtime";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

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
    throw new HomeError(
      `${what} can't be written (${(cause as Error).message}). Choose another with ${setting}.`,
      { cause },
    );
  }
}

/** One level at a time: the recursive mkdir never returns where a folder takes no children, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Takes the home for this process until `release`. Throws HomeError naming the holder if another one runs on it. */
export function lockHome({ home, paths, publicUrl }: Config): { release(): void } {
  const mine: Holder = { ...(identify(process.pid) as ProcessIdentity), url: publicUrl };
  const lock = claim({ run: paths.run, home, text: JSON.stringify(mine) });
  const told = join(paths.run, "supervisor.json");
  replace(told, JSON.stringify(mine));
  return {
    release() {
      rmSync(told, { force: true });
      // Not removed: the highest number must never come back.
      replace(lock, "{}");
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

/**
 * Locks are numbered and the highest one counts. Whoever finds its holder dead makes the next number by a hard link, which
 * appears whole and for one of several only. To remove a dead holder's lock instead would now and then remove the new
 * one of somebody faster.
 */
function claim({ run, home, text }: Claim): string {
  const draft = join(run, `supervisor.draft.${process.pid}`);
  writeFileSync(draft, text);
  try {
    let lock: string | null = null;
    while (lock === null) lock = takeNext(run, home, draft);
    return lock;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The lock's file; null if somebody was faster and it is to be tried again. */
function takeNext(run: string, home: string, draft: string): string | null {
  const highest = Math.max(0, ...lockNumbers(run));
  const holder = readHolder(lockFile(run, highest));
  if (holder !== null && isAlive(holder)) throw inUse(home, holder);
  const mine = highest + 1;
  if (!isLinked(draft, lockFile(run, mine))) return null;
  const numbers = lockNumbers(run);
  // Whoever slept since it looked may have made a number that was passed meanwhile.
  const isHighest = Math.max(...numbers) === mine;
  const worthless = isHighest ? numbers.filter((number) => number < mine) : [mine];
  for (const number of worthless) rmSync(lockFile(run, number), { force: true });
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

/** A reader sees the old text or the new one, never half of it. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
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
