import { type DuckDBType, LIST, MAP, STRUCT, VARCHAR } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";
import { ExactNumber } from "@headwater/schemas";
import { type ColumnBuffer, RowFlags } from "./buffer.ts";
import { TextBuffer } from "./texts.ts";

/** Turns a document's key into the name of its column (snake case). */
export type ColumnName = (key: string) => string;

const MEMO_LIMIT = 4096;

/** Finds the column of a document key: by the key itself, else by its snake-case name. */
export class KeyIndex {
  readonly #columns: ReadonlyMap<string, ColumnBuffer>;
  readonly #columnName: ColumnName;
  readonly #memo = new Map<string, ColumnBuffer | null>();

  constructor(columns: ReadonlyMap<string, ColumnBuffer>, columnName: ColumnName) {
    this.#columns = columns;
    this.#columnName = columnName;
  }

  find(key: string): ColumnBuffer | null {
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    const found = this.#columns.get(key) ?? this.#columns.get(this.#columnName(key)) ?? null;
    // Clients choose the keys: without a limit they could fill the memory.
    if (this.#memo.size < MEMO_LIMIT) this.#memo.set(key, found);
    return found;
  }
}

/**
 * Stores the value of each key of an object in its column. Returns the values that have no column
 * or do not fit, under their original keys and nesting.
 */
export function writeKeys(index: KeyIndex, row: number, object: object): object | undefined {
  let rest: Record<string, unknown> | undefined;
  // Parsed JSON has no inherited keys; a loop over entries would make an array for each of them.
  for (const key in object) {
    const value = (object as Record<string, unknown>)[key];
    if (value === null || value === undefined) continue;
    const column = index.find(key);
    // If two keys have the same column, the first value stays, and the other is returned under its
    // own key.
    const left = column === null || column.has(row) ? value : column.write(row, value);
    if (left === undefined) continue;
    // In an object without a prototype `__proto__` is an ordinary key.
    rest ??= Object.create(null) as Record<string, unknown>;
    rest[key] = left;
  }
  return rest;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof ExactNumber);
}

/** STRUCT: objects by key, tuples as f0_, f1_, … and lists inside lists as `list`. */
export class StructBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  readonly #fields: ReadonlyMap<string, ColumnBuffer>;
  readonly #index: KeyIndex;
  #live: readonly (readonly [string, ColumnBuffer])[] = [];

  constructor(fields: ReadonlyMap<string, ColumnBuffer>, columnName: ColumnName) {
    this.#fields = fields;
    this.#index = new KeyIndex(fields, columnName);
  }

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    if (!isNested(value)) return value;
    const left = Array.isArray(value)
      ? this.#writeArray(row, value)
      : writeKeys(this.#index, row, value);
    for (const field of this.#fields.values()) {
      if (!field.has(row)) continue;
      this.#flags.set(row);
      break;
    }
    return left;
  }

  markEmpty(row: number): void {
    this.#flags.set(row);
  }

  type(): DuckDBType {
    const fields = [...this.#fields];
    const used = fields.filter(([, field]) => field.used);
    this.#live = used.length > 0 ? used : fields.slice(0, 1);
    return STRUCT(Object.fromEntries(this.#live.map(([name, field]) => [name, field.type()])));
  }

  fill(vector: Vector, from: number, count: number): void {
    this.#flags.fill(vector, from, count);
    this.#live.forEach(([, field], index) => {
      field.fill(duckdb.struct_vector_get_child(vector, index), from, count);
    });
  }

  #writeArray(row: number, items: readonly unknown[]): unknown {
    const list = this.#fields.get("list");
    if (list !== undefined && this.#fields.size === 1) return list.write(row, items);
    if (!this.#fields.has("f0_")) return items;
    const rest: unknown[] = items.map((item, index) => {
      if (item === null) return null;
      const field = this.#fields.get(`f${index}_`);
      return (field === undefined ? item : field.write(row, item)) ?? null;
    });
    return rest.some((item) => item !== null) ? rest : undefined;
  }
}

/** The ranges of the elements of each row of a list or map in its child column. */
class Ranges {
  readonly flags = new RowFlags();
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  set(row: number, start: number, end: number): void {
    while (this.#starts.length < row) {
      this.#starts.push(start);
      this.#ends.push(start);
    }
    this.#starts[row] = start;
    this.#ends[row] = end;
    this.flags.set(row);
  }

  /**
   * Writes the entries of a slice and returns the range of its children, which is contiguous
   * because rows only grow.
   */
  fill(vector: Vector, from: number, count: number): { base: number; total: number } {
    const last = Math.min(from + count, this.#starts.length);
    const base = this.#starts[from] ?? 0;
    const end = last > from ? (this.#ends[last - 1] ?? base) : base;
    // Pairs of u64: offset, length; the high halves stay 0.
    const entries = new Int32Array(count * 4);
    for (let row = from; row < last; row += 1) {
      const start = this.#starts[row] ?? base;
      entries[(row - from) * 4] = start - base;
      entries[(row - from) * 4 + 2] = (this.#ends[row] ?? start) - start;
    }
    duckdb.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength);
    this.flags.fill(vector, from, count);
    return { base, total: end - base };
  }
}

function childOf(vector: Vector, total: number): Vector {
  // The child vector moves when it grows, so its size is set before the child is fetched.
  duckdb.list_vector_reserve(vector, total);
  duckdb.list_vector_set_size(vector, total);
  return duckdb.list_vector_get_child(vector);
}

/** LIST; an element that does not fit is NULL in the list and is returned at its index. */
export class ListBuffer implements ColumnBuffer {
  readonly #ranges = new Ranges();
  readonly #element: ColumnBuffer;
  #count = 0;

  constructor(element: ColumnBuffer) {
    this.#element = element;
  }

  get used(): boolean {
    return this.#ranges.flags.used;
  }

  has(row: number): boolean {
    return this.#ranges.flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    if (value.length === 0) return undefined;
    const start = this.#count;
    this.#count += value.length;
    let rest: unknown[] | undefined;
    value.forEach((item: unknown, index) => {
      if (item === null) return;
      const left = this.#element.write(start + index, item);
      if (!this.#element.has(start + index)) this.#element.markEmpty(start + index);
      if (left === undefined) return;
      rest ??= Array.from({ length: value.length }, () => null);
      rest[index] = left;
    });
    this.#ranges.set(row, start, this.#count);
    return rest;
  }

  markEmpty(row: number): void {
    this.#ranges.set(row, this.#count, this.#count);
  }

  type(): DuckDBType {
    return LIST(this.#element.type());
  }

  fill(vector: Vector, from: number, count: number): void {
    const { base, total } = this.#ranges.fill(vector, from, count);
    if (total > 0) this.#element.fill(childOf(vector, total), base, total);
  }
}

/** MAP(VARCHAR, T); entries whose value does not fit are returned under their keys. */
export class MapBuffer implements ColumnBuffer {
  readonly #ranges = new Ranges();
  readonly #keys = new TextBuffer();
  readonly #values: ColumnBuffer;
  #count = 0;

  constructor(values: ColumnBuffer) {
    this.#values = values;
  }

  get used(): boolean {
    return this.#ranges.flags.used;
  }

  has(row: number): boolean {
    return this.#ranges.flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    if (!isNested(value) || Array.isArray(value)) return value;
    const start = this.#count;
    let rest: Record<string, unknown> | undefined;
    for (const key in value) {
      const item = (value as Record<string, unknown>)[key];
      if (item === null || item === undefined) continue;
      const left = this.#writeEntry(key, item);
      if (left === undefined) continue;
      rest ??= Object.create(null) as Record<string, unknown>;
      rest[key] = left;
    }
    if (this.#count > start) this.#ranges.set(row, start, this.#count);
    return rest;
  }

  markEmpty(row: number): void {
    this.#ranges.set(row, this.#count, this.#count);
  }

  type(): DuckDBType {
    return MAP(VARCHAR, this.#values.type());
  }

  fill(vector: Vector, from: number, count: number): void {
    const { base, total } = this.#ranges.fill(vector, from, count);
    if (total === 0) return;
    const entries = childOf(vector, total);
    this.#keys.fill(duckdb.struct_vector_get_child(entries, 0), base, total);
    this.#values.fill(duckdb.struct_vector_get_child(entries, 1), base, total);
  }

  #writeEntry(key: string, item: unknown): unknown {
    const at = this.#count;
    const left = this.#values.write(at, item);
    const fits = this.#values.has(at);
    if (left !== undefined && !fits) return left;
    if (!fits) this.#values.markEmpty(at);
    this.#keys.setText(at, key);
    this.#count += 1;
    return left;
  }
}
