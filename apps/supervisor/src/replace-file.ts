import { renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Replaces the text of a file that is only a convenience. A reader sees the old text or the new one, never half of it.
 * False, with the old text in place, if it can't be written now.
 */
export function tryReplaceFile(file: string, text: string): boolean {
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
    return true;
  } catch {
    removeQuietly(draft);
    return false;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is gone or closed to this user: then there is no draft either.
  }
}
