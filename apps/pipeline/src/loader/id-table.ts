import { hashOf, type IdWords } from "./id-words.ts";

const WORDS = 4;
const MAX_LOAD = 0.85;
const GROWTH = 1.25;
const HASHES = 2 ** 32;

/**
 * A hash table of ids in one typed array with open addressing; an id takes 19 to 24 bytes. The
 * table grows by a quarter, because doubling would make memory jump. The nil UUID marks a free
 * slot, so that the table can't hold the nil UUID.
 */
export class IdTable {
  #slots: Uint32Array;
  #capacity: number;
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#slots = new Uint32Array(capacity * WORDS);
  }

  get size(): number {
    return this.#size;
  }

  has(words: IdWords, hash: number): boolean {
    return this.#holds(this.#find(words, hash), words);
  }

  /** Adds an id; returns false if the table already had it. */
  add(words: IdWords, hash: number): boolean {
    if (this.#size >= this.#capacity * MAX_LOAD) this.#grow();
    const at = this.#find(words, hash);
    if (this.#holds(at, words)) return false;
    this.#slots.set(words, at);
    this.#size += 1;
    return true;
  }

  *[Symbol.iterator](): Iterator<IdWords> {
    for (let at = 0; at < this.#slots.length; at += WORDS)
      if (!isFree(this.#slots, at)) yield wordsAt(this.#slots, at);
  }

  #grow(): void {
    const before = this.#slots;
    this.#capacity = Math.ceil(this.#capacity * GROWTH);
    this.#slots = new Uint32Array(this.#capacity * WORDS);
    for (let at = 0; at < before.length; at += WORDS) {
      if (isFree(before, at)) continue;
      const words = wordsAt(before, at);
      this.#slots.set(words, this.#find(words, hashOf(words)));
    }
  }

  /** Start of the slot that holds these words, or of the free slot for them. */
  #find(words: IdWords, hash: number): number {
    let slot = Math.floor((hash / HASHES) * this.#capacity);
    for (;;) {
      const at = slot * WORDS;
      if (this.#holds(at, words) || isFree(this.#slots, at)) return at;
      slot = slot + 1 === this.#capacity ? 0 : slot + 1;
    }
  }

  #holds(at: number, words: IdWords): boolean {
    const slots = this.#slots;
    return (
      slots[at] === words[0] &&
      slots[at + 1] === words[1] &&
      slots[at + 2] === words[2] &&
      slots[at + 3] === words[3]
    );
  }
}

function isFree(slots: Uint32Array, at: number): boolean {
  return slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;
}

function wordsAt(slots: Uint32Array, at: number): IdWords {
  return [slots[at] ?? 0, slots[at + 1] ?? 0, slots[at + 2] ?? 0, slots[at + 3] ?? 0];
}
