import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
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
export function lockHome(config: Config): { release(): void } {
  const file = join(config.paths.run, "supervisor.json");
  const mine = { ...(identify(process.pid) as ProcessIdentity), url: config.publicUrl };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    claim(file, draft, config.home);
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

function claim(file: string, draft: string, home: string): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      // A hard link appears whole or not at all, and fails if the name exists.
      linkSync(draft, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder !== null && isAlive(holder)) {
      throw new HomeError(
        `${home} is in use by another Headwater: process ${holder.pid} at ${holder.url}. Stop it, or choose another folder with --home.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new HomeError(`${home} is being started by another Headwater right now.`);
}

function readHolder(file: string): (ProcessIdentity & { url: string }) | null {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}
