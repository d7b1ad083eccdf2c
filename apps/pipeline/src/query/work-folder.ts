import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A process of the query role; its folder has a name made of these values. */
interface Owner {
  readonly host: string;
  readonly pid: number;
}

interface FolderOptions {
  readonly owner: Owner;
  /** Names of the folders that all instances share. */
  readonly shared: readonly string[];
  readonly now: Date;
  readonly isAlive: (pid: number) => boolean;
}

/**
 * A process of another machine can't be checked: its folder counts as abandoned after a day without
 * a change.
 */
const FOREIGN_MS = 86_400_000;

/**
 * Returns the folder of this process for workers and their spill; removes the folders of processes
 * that have ended.
 */
export async function openWorkFolder(
  parent: string,
  { owner, shared, now, isAlive }: FolderOptions,
): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now.getTime(),
    );
    const isOld = isAbandoned(name, {
      owner,
      isAlive,
      unchangedMs: now.getTime() - changed,
    });
    if (!shared.includes(name) && isOld) await rm(path, { recursive: true, force: true });
  }
  return join(parent, nameOf(owner));
}

const nameOf = ({ host, pid }: Owner): string => `${pid}@${host.replaceAll(/[^\w.-]/g, "_")}`;

interface FolderState {
  readonly owner: Owner;
  readonly isAlive: (pid: number) => boolean;
  readonly unchangedMs: number;
}

function isAbandoned(name: string, { owner, isAlive, unchangedMs }: FolderState): boolean {
  const [pid = ""] = name.split("@");
  const number = Number(pid);
  // Versions of Headwater that allowed only one instance made folders with other names.
  if (!Number.isInteger(number) || !name.includes("@")) return true;
  if (name !== nameOf({ host: owner.host, pid: number })) return unchangedMs > FOREIGN_MS;
  return number === owner.pid || !isAlive(number);
}
