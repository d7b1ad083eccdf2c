import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * The ballast of a home (decision 0010): the product keeps this file only to delete it when the
 * disk is full.
 */
export const ballastFile = (home: string): string => join(home, "ballast");

/** Deletes the ballast; returns true if a ballast was deleted. */
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
