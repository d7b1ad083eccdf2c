import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A setting by its variable, and what is wrong with it. */
export type SettingProblem = readonly [variable: string, message: string];

/** Every MaxMind database carries this before its metadata, in its last 128 KB. */
const MMDB_MARK = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
const MMDB_TAIL = 128 * 1024;

/** Looks at the files and folders that settings name: a process that met a bad one later would end again and again. */
export function fileProblems(
  given: Readonly<Record<string, string | undefined>>,
): SettingProblem[] {
  const checks = [
    ["HEADWATER_HOME", unwritable],
    ["HEADWATER_STORE", unwritable],
    ["HEADWATER_GEO_DB", notGeoDatabase],
  ] as const;
  return checks.flatMap(([variable, check]): SettingProblem[] => {
    const value = given[variable];
    const problem = value === undefined || value.startsWith("s3:") ? null : check(resolve(value));
    return problem === null ? [] : [[variable, problem]];
  });
}

/** A folder that is not there yet is made later: then the nearest one above it must take new ones. */
function unwritable(folder: string): string | null {
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

function notGeoDatabase(file: string): string | null {
  try {
    const isDatabase = readFileSync(file).subarray(-MMDB_TAIL).includes(MMDB_MARK);
    return isDatabase ? null : `${file} is no MaxMind database (.mmdb)`;
  } catch (error) {
    return `${file} can't be read (${(error as Error).message})`;
  }
}
