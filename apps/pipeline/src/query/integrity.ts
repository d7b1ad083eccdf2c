import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { ExecutionError } from "@headwater/domain";
import type { LakeFile } from "@headwater/schemas";

// So many reads hide the latency of a disk and do not block the thread pool.
const AT_ONCE = 64;

/**
 * Compares the files of a manifest with the disk. Returns an error with the name of the first file
 * that is missing or has another size; null if all files are intact.
 */
export async function findDamage(
  lakeRoot: string,
  files: readonly LakeFile[],
): Promise<ExecutionError | null> {
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const found = await Promise.all(
      files.slice(from, from + AT_ONCE).map((file) => damageOf(lakeRoot, file)),
    );
    const damage = found.find((one) => one !== null);
    if (damage !== undefined) return damage;
  }
  return null;
}

async function damageOf(
  lakeRoot: string,
  { path, sizeBytes }: LakeFile,
): Promise<ExecutionError | null> {
  const full = isAbsolute(path) ? path : join(lakeRoot, path);
  const size = await stat(full).then(
    (found) => found.size,
    () => null,
  );
  if (size === sizeBytes) return null;
  const what = size === null ? "is missing" : `has ${size} bytes instead of ${sizeBytes}`;
  return integrityError(path, what);
}

/** The error that names a damaged file of the lake. */
export function integrityError(path: string, what: string): ExecutionError {
  return {
    code: "integrity",
    message: `The lake file ${path} ${what}. Run \`npm run hw -- verify\` to see what else is damaged.`,
  };
}
