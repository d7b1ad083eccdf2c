import { IdTable } from "./id-table.ts";
import { hashOf, type IdWords, isNil, wordsOf } from "./id-words.ts";

const FAN = 256;
const FAN_BITS = 8;
const TABLE_LIMIT = 65_536;
const FIRST_SLOTS = 16;
// Room for what a full table leaves to each.
const CHILD_SLOTS = (TABLE_LIMIT / FAN) * 1.5;
/** The lower half of a hash: the upper one places ids within a table. */
const MAX_DEPTH = 2;

/** A table of ids, or as many nodes as a part of the hash has values. */
class IdNode {
  readonly #depth: number;
  #table: IdTable;
  #children: readonly IdNode[] = [];

  constructor(depth: number) {
    this.#depth = depth;
    this.#table = new IdTable(depth === 0 ? FIRST_SLOTS : CHILD_SLOTS);
  }

  get size(): number {
    return this.#children.reduce((sum, { size }) => sum + size, this.#table.size);
  }

  has(words: IdWords, hash: number): boolean {
    return (this.#child(hash) ?? this.#table).has(words, hash);
  }

  add(words: IdWords, hash: number): boolean {
    const isNew = (this.#child(hash) ?? this.#table).add(words, hash);
    if (this.#table.size > TABLE_LIMIT && this.#depth < MAX_DEPTH) this.#split();
    return isNew;
  }

  #child(hash: number): IdNode | undefined {
    return this.#children[(hash >>> (this.#depth * FAN_BITS)) % FAN];
  }

  #split(): void {
    this.#children = Array.from({ length: FAN }, () => new IdNode(this.#depth + 1));
    for (const words of this.#table) {
      const hash = hashOf(words);
      this.#child(hash)?.add(words, hash);
    }
    // The children hold them now; this one stays empty.
    this.#table = new IdTable(FIRST_SLOTS);
  }
}

/**
 * A set of UUIDs, exact, about 22 bytes each where a Set of strings takes 150. A table that gets large becomes many
 * small ones, so that no single addition moves more than some ten thousand ids.
 */
export class IdSet {
  readonly #root = new IdNode(0);
  // A free slot is the nil UUID, so that one is kept apart.
  #hasNil = false;

  get size(): number {
    return this.#root.size + (this.#hasNil ? 1 : 0);
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    return isNil(words) ? this.#hasNil : this.#root.has(words, hashOf(words));
  }

  /** Adds an id; false if it was there. */
  add(id: string): boolean {
    const words = wordsOf(id);
    if (!isNil(words)) return this.#root.add(words, hashOf(words));
    const isNew = !this.#hasNil;
    this.#hasNil = true;
    return isNew;
  }
}
