import { IdTable } from "./id-table.ts";
import { hashOf, type IdWords, isNil, wordsOf } from "./id-words.ts";

const FAN = 256;
const FAN_BITS = 8;
const TABLE_LIMIT = 65_536;
const FIRST_SLOTS = 16;
// A full table is split into FAN children, so that each child needs room for its share.
const CHILD_SLOTS = (TABLE_LIMIT / FAN) * 1.5;
/** The levels use the lower half of a hash; the upper half selects the slot within a table. */
const MAX_DEPTH = 2;

/** A table of ids, or a node with one child for each value of one byte of the hash. */
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
    // The children hold the ids now, and the table of this node stays empty.
    this.#table = new IdTable(FIRST_SLOTS);
  }
}

/**
 * An exact set of UUIDs. An id takes about 22 bytes, and 150 in a Set of strings. A table that gets
 * large is split into many small tables, so that no single addition moves more than some ten
 * thousand ids.
 */
export class IdSet {
  readonly #root = new IdNode(0);
  // A free slot holds the nil UUID, so that the nil UUID itself needs this field.
  #hasNil = false;

  get size(): number {
    return this.#root.size + (this.#hasNil ? 1 : 0);
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    return isNil(words) ? this.#hasNil : this.#root.has(words, hashOf(words));
  }

  /** Adds an id; returns false if the set already had it. */
  add(id: string): boolean {
    const words = wordsOf(id);
    if (!isNil(words)) return this.#root.add(words, hashOf(words));
    const isNew = !this.#hasNil;
    this.#hasNil = true;
    return isNew;
  }
}
