const WORDS = 4;
const FIRST_SLOTS = 1024;

/** A set of UUIDs in typed arrays: 32 to 64 bytes each, where a Set of strings takes 150. Exact, not probabilistic. */
export class IdSet {
  #slots = new Uint32Array(FIRST_SLOTS * WORDS);
  #size = 0;
  // All-zero words mean a free slot, so the nil UUID is kept apart.
  #hasNil = false;

  get size(): number {
    return this.#size + (this.#hasNil ? 1 : 0);
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    if (isNil(words)) return this.#hasNil;
    return holds(this.#slots, slotOf(this.#slots, words), words);
  }

  /** Adds an id; false if it was there. */
  add(id: string): boolean {
    const words = wordsOf(id);
    if (isNil(words)) {
      const isNew = !this.#hasNil;
      this.#hasNil = true;
      return isNew;
    }
    const slot = slotOf(this.#slots, words);
    if (holds(this.#slots, slot, words)) return false;
    this.#slots.set(words, slot);
    this.#size += 1;
    if (this.#size * 2 * WORDS > this.#slots.length) this.#grow();
    return true;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let slot = 0; slot < this.#slots.length; slot += WORDS) {
      const words = this.#slots.subarray(slot, slot + WORDS);
      if (!isNil(words)) larger.set(words, slotOf(larger, words));
    }
    this.#slots = larger;
  }
}

type Words = ArrayLike<number>;

function wordsOf(id: string): readonly [number, number, number, number] {
  const part = (from: number, to: number) => Number.parseInt(id.slice(from, to), 16);
  // 8-4-4-4-12 hexadecimal digits.
  const second = part(9, 13) * 65_536 + part(14, 18);
  const third = part(19, 23) * 65_536 + part(24, 28);
  return [part(0, 8), second, third, part(28, 36)];
}

function isNil(words: Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0 && words[3] === 0;
}

/** Start of the slot that holds these words, or of the free one where they belong. Clients choose ids, so all words go into the hash. */
function slotOf(slots: Uint32Array, words: Words): number {
  const mask = slots.length / WORDS - 1;
  let hash = 0;
  for (let index = 0; index < WORDS; index += 1)
    hash = Math.imul(hash ^ (words[index] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
  let slot = (hash ^ (hash >>> 16)) & mask;
  for (;;) {
    const at = slot * WORDS;
    if (holds(slots, at, words) || isNil(slots.subarray(at, at + WORDS))) return at;
    slot = (slot + 1) & mask;
  }
}

function holds(slots: Uint32Array, at: number, words: Words): boolean {
  return (
    slots[at] === words[0] &&
    slots[at + 1] === words[1] &&
    slots[at + 2] === words[2] &&
    slots[at + 3] === words[3]
  );
}
