import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const BESIDE_THE_PROJECT = join(import.meta.dirname, "../../shared/data");

/** The file of captured pings in a corpus. */
export const pingsOf = (corpus: string): string => join(corpus, "firefox/pings.ndjson");

/**
 * Folder of the public corpus (HEADWATER_CORPUS, default beside the project); null if the corpus is
 * absent; the figures then use the demo's pings, and a message says so. Throws if the named folder
 * has no pings.
 */
export function findCorpus(): string | null {
  const named = process.env["HEADWATER_CORPUS"];
  const folder = resolve(named ?? BESIDE_THE_PROJECT);
  if (existsSync(pingsOf(folder))) return folder;
  if (named !== undefined) throw new Error(`HEADWATER_CORPUS: the folder ${folder} has no pings.`);
  console.error(
    `The folder ${folder} has no public corpus (HEADWATER_CORPUS), so the demo's pings are used.`,
  );
  return null;
}
