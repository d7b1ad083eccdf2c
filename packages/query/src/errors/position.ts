/**
 * Turns a 0-based UTF-8 byte offset, as the engine gives it, into a 1-based line and column in
 * UTF-16 units, as editors count.
 */
export function lineAndColumn(sql: string, byteOffset: number): { line: number; column: number } {
  const before = Buffer.from(sql).subarray(0, byteOffset).toString();
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - start + 1 };
}

const NAME = /(?:"(?:[^"]|"")*"|[\p{L}\p{N}_$]+)/u;
const WORD = new RegExp(`^${NAME.source}`, "u");
const PATH = new RegExp(`^${NAME.source}(?:\\s*\\.\\s*${NAME.source})*`, "u");

/** Length in UTF-16 units of the word or quoted name at a byte offset; 1 for anything else. */
export function wordLength(sql: string, byteOffset: number): number {
  return WORD.exec(rest(sql, byteOffset))?.[0].length ?? 1;
}

/** Like `wordLength`, but for a name with its qualifiers. */
export function pathLength(sql: string, byteOffset: number): number {
  return PATH.exec(rest(sql, byteOffset))?.[0].length ?? 1;
}

function rest(sql: string, byteOffset: number): string {
  return Buffer.from(sql).subarray(byteOffset).toString();
}
