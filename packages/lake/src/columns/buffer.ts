import type { DuckDBType } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";

/**
 * The values of one column, collected row by row and then copied into vectors of the engine. A
 * nested column without values costs nothing.
 */
export interface ColumnBuffer {
  /**
   * True once any row has a value. Only used columns are written, because an unused one would cost
   * 0.1 ms a file.
   */
  readonly used: boolean;
  has(row: number): boolean;
  /**
   * Stores the part of a value that fits into the column, and returns the rest, or undefined
   * without a rest. Row numbers only ever grow.
   */
  write(row: number, value: unknown): unknown;
  /** Gives a row an empty value instead of NULL, if the type has one. */
  markEmpty(row: number): void;
  type(): DuckDBType;
  /** Copies rows `[from, from + count)` into a vector of `type()`. */
  fill(vector: Vector, from: number, count: number): void;
}

const FIRST_CAPACITY = 16;

/** The rows of a column that have a value. */
export class RowFlags {
  used = false;
  #flags = new Uint8Array(FIRST_CAPACITY);

  set(row: number): void {
    if (row >= this.#flags.length) this.#flags = withCapacity(this.#flags, row + 1);
    this.#flags[row] = 1;
    this.used = true;
  }

  has(row: number): boolean {
    return this.#flags[row] === 1;
  }

  /** Writes the validity bits of a slice; a slice without NULL needs no bits. */
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

/**
 * A copy with space for at least `length` elements; the capacity doubles, so that appends stay
 * cheap.
 */
export function withCapacity<T extends Uint8Array | Int32Array | Float64Array | Uint32Array>(
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
