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
  readonly #shift: number;
  readonly #canSplit: boolean;
  #table: IdTable;
  #children: readonly IdNode[] | null = null;
  #size = 0;

  constructor(depth: number) {
    this.#shift = depth * FAN_BITS;
    this.#canSplit = depth < MAX_DEPTH;
    this.#table = new IdTable(depth === 0 ? FIRST_SLOTS : CHILD_SLOTS);
  }

  get size(): number {
    return this.#size;
  }

  has(words: IdWords, hash: number): boolean {
    return (this.#child(hash) ?? this.#table).has(words, hash);
  }

  add(words: IdWords, hash: number): boolean {
    const isNew = (this.#child(hash) ?? this.#table).add(words, hash);
    if (isNew) this.#size += 1;
    if (this.#children === null && this.#canSplit && this.#size > TABLE_LIMIT) this.#split();
    return isNew;
  }

  #child(hash: number): IdNode | undefined {
    return this.#children?.[(hash >>> this.#shift) % FAN];
  }

  #split(): void {
    const depth = this.#shift / FAN_BITS + 1;
    this.#children = Array.from({ length: FAN }, () => new IdNode(depth));
    for (const words of this.#table) {
      const hash = hashOf(words);
      this.#child(hash)?.add(words, hash);
    }
    this.#table = new IdTable(0);
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
