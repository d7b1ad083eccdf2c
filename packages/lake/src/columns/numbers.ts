import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, TIMESTAMP } from "@duckdb/node-api";
import type { Vector } from "@duckdb/node-bindings";
import { ExactNumber } from "@headwater/schemas";
import { type ColumnBuffer, copyBytes, RowFlags, withCapacity } from "./buffer.ts";
import { timestampMicros } from "./timestamps.ts";

const WORD = 4_294_967_296;
const INT64_LIMIT = 2n ** 63n;

/** BOOLEAN. */
export class BooleanBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  #values = new Uint8Array(16);

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    if (typeof value !== "boolean") return value;
    if (row >= this.#values.length) this.#values = withCapacity(this.#values, row + 1);
    this.#values[row] = value ? 1 : 0;
    this.#flags.set(row);
    return undefined;
  }

  markEmpty(): void {
    // A scalar has no empty value: the row stays NULL.
  }

  type(): DuckDBType {
    return BOOLEAN;
  }

  fill(vector: Vector, from: number, count: number): void {
    if (from + count > this.#values.length) this.#values = withCapacity(this.#values, from + count);
    copyBytes(vector, this.#values, from, count);
    this.#flags.fill(vector, from, count);
  }
}

/**
 * DOUBLE. A boolean becomes 0 or 1, a number becomes the nearest double. A number beyond the range
 * does not fit, because an infinity would spoil every sum.
 */
export class DoubleBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  #values = new Float64Array(16);

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    const number = typeof value === "number" ? value : doubleOf(value);
    if (number === null || !Number.isFinite(number)) return value;
    if (row >= this.#values.length) this.#values = withCapacity(this.#values, row + 1);
    this.#values[row] = number;
    this.#flags.set(row);
    return undefined;
  }

  markEmpty(): void {
    // A scalar has no empty value: the row stays NULL.
  }

  type(): DuckDBType {
    return DOUBLE;
  }

  fill(vector: Vector, from: number, count: number): void {
    if (from + count > this.#values.length) this.#values = withCapacity(this.#values, from + count);
    copyBytes(vector, this.#values, from * 8, count * 8);
    this.#flags.fill(vector, from, count);
  }
}

function doubleOf(value: unknown): number | null {
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === "boolean" || typeof value === "bigint" ? Number(value) : null;
}

/**
 * BIGINT, exact. A boolean becomes 0 or 1; any other value that is no 64-bit integer does not fit.
 */
export class BigintBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  // Two 32-bit halves, low first: a BigInt64Array would need a bigint object for each number.
  #halves = new Int32Array(32);

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    if (typeof value === "number" && Number.isSafeInteger(value)) this.setNumber(row, value);
    else if (typeof value === "boolean") this.setNumber(row, value ? 1 : 0);
    else if (typeof value === "bigint") return this.#setBigint(row, value, value);
    else if (typeof value === "number" && Number.isInteger(value))
      return this.#setBigint(row, BigInt(value), value);
    else return value;
    return undefined;
  }

  /** Stores a safe integer. */
  setNumber(row: number, value: number): void {
    const high = Math.floor(value / WORD);
    this.#setHalves(row, value - high * WORD, high);
  }

  markEmpty(): void {
    // A scalar has no empty value: the row stays NULL.
  }

  type(): DuckDBType {
    return BIGINT;
  }

  fill(vector: Vector, from: number, count: number): void {
    const end = (from + count) * 2;
    if (end > this.#halves.length) this.#halves = withCapacity(this.#halves, end);
    copyBytes(vector, this.#halves, from * 8, count * 8);
    this.#flags.fill(vector, from, count);
  }

  #setBigint(row: number, value: bigint, original: unknown): unknown {
    if (value >= INT64_LIMIT || value < -INT64_LIMIT) return original;
    this.#setHalves(row, Number(BigInt.asIntN(32, value)), Number(value >> 32n));
    return undefined;
  }

  #setHalves(row: number, low: number, high: number): void {
    const at = row * 2;
    if (at >= this.#halves.length) this.#halves = withCapacity(this.#halves, at + 2);
    this.#halves[at] = low;
    this.#halves[at + 1] = high;
    this.#flags.set(row);
  }
}

/** TIMESTAMP in UTC microseconds; the engine would ignore an offset, so text is converted here. */
export class TimestampBuffer extends BigintBuffer {
  override write(row: number, value: unknown): unknown {
    const micros = typeof value === "string" ? timestampMicros(value) : null;
    // Whole microseconds of a four-digit year always fit.
    return micros === null ? value : super.write(row, micros);
  }

  override type(): DuckDBType {
    return TIMESTAMP;
  }
}
