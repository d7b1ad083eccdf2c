import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const BESIDE_THE_PROJECT = join(import.meta.dirname, "../../../../shared/data");

/**
 * Folder of the public corpus (HEADWATER_CORPUS, default beside the project); null if the corpus is
 * absent, which a message says, because tests are skipped without it.
 */
export function findCorpus(): string | null {
  const folder = resolve(process.env["HEADWATER_CORPUS"] ?? BESIDE_THE_PROJECT);
  if (existsSync(join(folder, "pipeline-schemas"))) return folder;
  process.stderr.write(`skipped: no corpus at ${folder} (HEADWATER_CORPUS)\n`);
  return null;
}
