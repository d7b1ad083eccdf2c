/** Turns a 0-based UTF-8 byte offset, as the engine gives it, into a 1-based line and column in UTF-16 units, as editors count. */
export function lineAndColumn(sql: string, byteOffset: number): { line: number; column: number } {
  const before = Buffer.from(sql).subarray(0, byteOffset).toString();
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - start + 1 };
}

/** Length in UTF-16 units of the word or quoted name at a byte offset, 1 for anything else. */
export function wordLength(sql: string, byteOffset: number): number {
  const rest = Buffer.from(sql).subarray(byteOffset).toString();
  return /^(?:"(?:[^"]|"")*"|[\p{L}\p{N}_$]+)/u.exec(rest)?.[0].length ?? 1;
}
