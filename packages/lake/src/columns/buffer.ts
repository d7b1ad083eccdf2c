import type { DuckDBType } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";

/** Values of one column, collected row by row and then poured into engine vectors; a leaf that never saw a value costs nothing. */
export interface ColumnBuffer {
  /** True once any row holds a value: only used columns are written, an unused one costs 0.1 ms a file. */
  readonly used: boolean;
  has(row: number): boolean;
  /** Stores what fits at a row (rows only ever grow) and returns what did not, undefined if nothing is left. */
  write(row: number, value: unknown): unknown;
  /** Makes a row an empty value instead of NULL, where the type has one. */
  markEmpty(row: number): void;
  type(): DuckDBType;
  /** Pours rows `[from, from + count)` into a vector of `type()`. */
  fill(vector: Vector, from: number, count: number): void;
}

const FIRST_CAPACITY = 16;

/** Which rows of a column hold a value. */
export class RowFlags {
  used = false;
  #flags = new Uint8Array(FIRST_CAPACITY);

  set(row: number): void {
    if (row >= this.#flags.length) this.#flags = grown(this.#flags, row + 1);
    this.#flags[row] = 1;
    this.used = true;
  }

  has(row: number): boolean {
    return this.#flags[row] === 1;
  }

  /** Writes the validity bits of a slice; a slice without NULL needs none. */
  fill(vector: Vector, from: number, count: number): void {
    const flags = this.#flags;
    let first = 0;
    while (first < count && flags[from + first] === 1) first += 1;
    if (first === count) return;
    const bits = new Uint8Array(Math.ceil(count / 64) * 8);
    for (let row = 0; row < count; row += 1)
      if (flags[from + row] === 1) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, bits.length);
  }
}

/** A copy with room for at least `length` elements, doubled so that appends stay cheap. */
export function grown<T extends Uint8Array | Int32Array | Float64Array | Uint32Array>(
  values: T,
  length: number,
): T {
  let capacity = values.length;
  while (capacity < length) capacity *= 2;
  const Constructor = values.constructor as new (length: number) => T;
  const larger = new Constructor(capacity);
  larger.set(values as never);
  return larger;
}

/** Copies `bytes` of an array, from a byte offset, to the start of a vector. */
export function copyBytes(
  vector: Vector,
  source: Uint8Array | Int32Array | Float64Array,
  start: number,
  bytes: number,
): void {
  duckdb.copy_data_to_vector(vector, 0, source.buffer as ArrayBuffer, start, bytes);
}
