import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const NAMED = process.env["HEADWATER_CORPUS"];
const folder = resolve(NAMED ?? join(import.meta.dirname, "../../../../shared/data"));

/**
 * True if the public corpus exists. If it does not, a message says so, because tests are skipped
 * without it.
 */
export const hasCorpus: boolean = existsSync(join(folder, "transpiler"));
if (!hasCorpus) process.stderr.write(`skipped: no corpus at ${folder} (HEADWATER_CORPUS)\n`);

/** Text of a file of the corpus. */
export function corpusText(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

/** A JSON file of the corpus. */
export function corpusJson<T>(path: string): T {
  return JSON.parse(corpusText(path)) as T;
}

/** Paths below a folder of the corpus, relative to the corpus; an empty list without a corpus. */
export function corpusFiles(under: string, ending: string): string[] {
  if (!hasCorpus) return [];
  return readdirSync(join(folder, under), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(under, path))
    .toSorted();
}
