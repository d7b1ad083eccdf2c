import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const NAME = /^spill-(\d+)-/;

/**
 * Makes a private folder for the data that one engine can't hold in memory, and removes the folders
 * of processes that have ended. The engine numbers its temporary files from 0 in every process: in
 * a shared folder two engines would write to the same file and read each other's rows.
 */
export function makeSpillFolder(parent: string): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(parent, `spill-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user also counts as running.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
