import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const BESIDE_THE_PROJECT = join(import.meta.dirname, "../../shared/data");

/** The file of captured pings in a corpus. */
export const pingsOf = (corpus: string): string => join(corpus, "firefox/pings.ndjson");

/** Folder of the public corpus (HEADWATER_CORPUS, default beside the project); null where it is absent, which is said: the figures then use the demo's pings. Throws if a corpus that is named has no pings. */
export function findCorpus(): string | null {
  const named = process.env["HEADWATER_CORPUS"];
  const folder = resolve(named ?? BESIDE_THE_PROJECT);
  if (existsSync(pingsOf(folder))) return folder;
  if (named !== undefined) throw new Error(`HEADWATER_CORPUS: there are no pings at ${folder}.`);
  console.error(`No public corpus at ${folder} (HEADWATER_CORPUS): the demo's pings are used.`);
  return null;
}
