import { readdir, stat, unlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { TEMPORARY } from "./durable.ts";

/** A file below the lake root that a table's day holds. */
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
    // It may be renamed or removed under our eyes; then it is no orphan.
    const state = await stat(join(root, path)).catch(() => null);
    if (state !== null) found.push({ path, modifiedMs: state.mtimeMs });
  }
  return found;
}

const isDataFile = (path: string): boolean =>
  path.endsWith(".parquet") || path.endsWith(`.parquet${TEMPORARY}`);

/** Data files that no manifest row names and that nobody has touched for `graceMs`: remains of attempts that died. `knownPaths` is asked after the folder was read, so that a file committed meanwhile counts as known. */
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

/** Deletes lake files; one that is gone already is no error. */
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
