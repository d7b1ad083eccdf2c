import { renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Replaces the text of a file that the product could do without. A reader sees the old text or the
 * new text, never a part of it. Returns false, and keeps the old text, if the file can't be
 * written.
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
    // The folder is missing or not writable, so that it holds no draft either.
  }
}
