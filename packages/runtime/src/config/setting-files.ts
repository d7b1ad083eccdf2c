import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Every MaxMind database carries this mark before its metadata, in its last 128 KB. */
const MMDB_MARK = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
const MMDB_TAIL = 128 * 1024;

/**
 * The reason why a folder can't be written; null if it can. A missing folder is made later, so then
 * the nearest existing folder above must be writable.
 */
export function folderProblem(folder: string): string | null {
  const nearest = existing(folder);
  try {
    if (!statSync(nearest).isDirectory()) return `${folder} can't be written: ${nearest} is a file`;
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${folder} can't be written (${(error as Error).message})`;
  }
}

function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

/** The reason why a file is no MaxMind database; null if it is one. */
export function geoDatabaseProblem(file: string): string | null {
  try {
    const isDatabase = readFileSync(file).subarray(-MMDB_TAIL).includes(MMDB_MARK);
    return isDatabase ? null : `${file} is no MaxMind database (.mmdb)`;
  } catch (error) {
    return `${file} can't be read (${(error as Error).message})`;
  }
}
