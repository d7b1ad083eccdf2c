import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A process of the query role, as the name of its folder says. */
interface Owner {
  readonly host: string;
  readonly pid: number;
}

interface FolderOptions {
  readonly owner: Owner;
  /** Names below the parent that all instances share. */
  readonly shared: readonly string[];
  readonly now: Date;
  readonly isAlive: (pid: number) => boolean;
}

/** Nothing can be asked of a process on another machine: its folder counts as left behind after a day without a change. */
const FOREIGN_MS = 86_400_000;

/** The folder of one process for workers and their spill; removes those of processes that are gone. */
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
    const isLeft = isLeftBehind(name, {
      owner,
      isAlive,
      unchangedMs: now.getTime() - changed,
    });
    if (!shared.includes(name) && isLeft) await rm(path, { recursive: true, force: true });
  }
  return join(parent, nameOf(owner));
}

const nameOf = ({ host, pid }: Owner): string => `${pid}@${host.replaceAll(/[^\w.-]/g, "_")}`;

interface Situation {
  readonly owner: Owner;
  readonly isAlive: (pid: number) => boolean;
  readonly unchangedMs: number;
}

function isLeftBehind(name: string, { owner, isAlive, unchangedMs }: Situation): boolean {
  const [pid = ""] = name.split("@");
  const number = Number(pid);
  // Other names are of versions that knew one instance only.
  if (!Number.isInteger(number) || !name.includes("@")) return true;
  if (name !== nameOf({ host: owner.host, pid: number })) return unchangedMs > FOREIGN_MS;
  return number === owner.pid || !isAlive(number);
}
