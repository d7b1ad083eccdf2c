import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The ballast of a home (decision 0010): a file that is kept only to be deleted when the disk is full. */
export const ballastFile = (home: string): string => join(home, "ballast");

/** Gives the ballast up; whether there was one. */
export function giveUpBallast(home: string): boolean {
  const file = ballastFile(home);
  if (!existsSync(file)) return false;
  try {
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}
