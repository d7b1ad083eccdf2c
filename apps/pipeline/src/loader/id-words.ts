import { getRandomValues } from "node:crypto";

/** A UUID as four unsigned 32 bit words. */
export type IdWords = readonly [number, number, number, number];

/** The words of an id that is written in the canonical form: 8-4-4-4-12 hexadecimal digits. */
export function wordsOf(id: string): IdWords {
  const part = (from: number, to: number) => Number.parseInt(id.slice(from, to), 16);
  const second = part(9, 13) * 65_536 + part(14, 18);
  const third = part(19, 23) * 65_536 + part(24, 28);
  return [part(0, 8), second, third, part(28, 36)];
}

/** Whether the id is the nil UUID. */
export function isNil([first, second, third, last]: IdWords): boolean {
  return first === 0 && second === 0 && third === 0 && last === 0;
}

// One key is added to the sum, and each half of the four words is multiplied by one key.
const KEYS = 9;
const keys = getRandomValues(new Int32Array(2 * KEYS));

/**
 * Unsigned 32 bit hash of an id with random keys of this process. Clients choose the ids, and must
 * not be able to choose ids with the same hash. The multilinear hash over half words (Lemire and
 * Kaser, "Strongly universal string hashing is fast", 2014) limits the probability of that for any
 * pair of ids. The hash consists of the upper 16 bits of two sums with separate keys.
 */
export function hashOf(words: IdWords): number {
  return ((sumOf(words, 0) & 0xffff0000) | (sumOf(words, KEYS) >>> 16)) >>> 0;
}

function sumOf(words: IdWords, from: number): number {
  let sum = keys[from] ?? 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? 0;
    const key = from + 1 + 2 * index;
    sum += Math.imul(keys[key] ?? 0, word & 0xffff) + Math.imul(keys[key + 1] ?? 0, word >>> 16);
  }
  // The sum of nine numbers of 32 bits is still exact here.
  return sum | 0;
}
