import { readdir, stat, unlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { TEMPORARY } from "./durable.ts";

/** A file in the day folder of a table, below the lake root. */
interface StoredFile {
  readonly path: string;
  readonly modifiedMs: number;
}

const PARTITION = /^[^/]+\/[^/]+\/submission_date=[^/]+\/[^/]+$/;

async function storedFiles(root: string): Promise<StoredFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  const found: StoredFile[] = [];
  for (const entry of entries) {
    const path = relative(root, join(entry.parentPath, entry.name));
    if (!entry.isFile() || !PARTITION.test(path) || !isDataFile(path)) continue;
    // A file that is renamed or removed at this moment is no orphan.
    const state = await stat(join(root, path)).catch(() => null);
    if (state !== null) found.push({ path, modifiedMs: state.mtimeMs });
  }
  return found;
}

const isDataFile = (path: string): boolean =>
  path.endsWith(".parquet") || path.endsWith(`.parquet${TEMPORARY}`);

/**
 * Finds data files that no manifest row names and that have not changed for `graceMs`: files of
 * attempts that failed. `knownPaths` is called after the folders were read, so that a file that was
 * committed meanwhile counts as known.
 */
export async function findOrphans(
  root: string,
  knownPaths: () => Promise<ReadonlySet<string>>,
  { nowMs, graceMs }: { nowMs: number; graceMs: number },
): Promise<string[]> {
  const stored = await storedFiles(root);
  const known = await knownPaths();
  return stored
    .filter(({ path, modifiedMs }) => !known.has(path) && modifiedMs < nowMs - graceMs)
    .map(({ path }) => path)
    .sort();
}

/** Deletes lake files; a missing file is no error. */
export async function unlinkFiles(
  root: string,
  paths: readonly string[],
  afterEach: () => void = () => undefined,
): Promise<void> {
  for (const path of paths) {
    await unlink(join(root, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    afterEach();
  }
}
