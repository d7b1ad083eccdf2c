import { BLOB, type DuckDBType, VARCHAR } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";
import { type ColumnBuffer, copyBytes, RowFlags } from "./buffer.ts";
import { jsonText } from "./json-text.ts";

const INLINE = 12;
const ENTRY = 16;
const PROBE = 32;

/** VARCHAR; any value but a string is stored as JSON text. */
export class TextBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  // Filled without gaps: an array with a large hole turns into a hash table.
  readonly #texts: string[] = [];

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    this.setText(row, typeof value === "string" ? value : jsonText(value));
    return undefined;
  }

  setText(row: number, text: string): void {
    while (this.#texts.length < row) this.#texts.push("");
    this.#texts[row] = text;
    this.#flags.set(row);
  }

  markEmpty(): void {
    // A scalar has no empty value: the row stays NULL.
  }

  type(): DuckDBType {
    return VARCHAR;
  }

  /**
   * Strings of up to 12 ASCII characters are written here in the engine's inline format; each
   * longer string costs a native call.
   */
  fill(vector: Vector, from: number, count: number): void {
    const entries = new Uint8Array(count * ENTRY);
    const long: number[] = [];
    for (let row = 0; row < count; row += 1) {
      const text = this.#texts[from + row];
      if (text === undefined || text === "") continue;
      if (!writeInline(entries, row * ENTRY, text)) long.push(row);
    }
    copyBytes(vector, entries, 0, entries.length);
    if (long.length > 0) this.#fillLong(vector, from, { long, bytes: entries.length });
    this.#flags.fill(vector, from, count);
  }

  /**
   * Build ids, versions and agents repeat from row to row: the engine stores each long string once,
   * and other rows point to the same string.
   */
  #fillLong(
    vector: Vector,
    from: number,
    { long, bytes }: { long: number[]; bytes: number },
  ): void {
    const firstRows = new Map<string, number>();
    const repeats: number[] = [];
    for (const row of long) {
      const text = this.#texts[from + row] ?? "";
      const first = firstRows.get(text);
      if (first !== undefined) {
        repeats.push(row, first);
        continue;
      }
      assignText(vector, row, text);
      // A column of ids has no repeats: after some rows without a repeat the search stops.
      if (repeats.length > 0 || firstRows.size < PROBE) firstRows.set(text, row);
    }
    if (repeats.length === 0) return;
    // The engine returns a copy of its entries, so the changed entries are copied back.
    const entries = duckdb.vector_get_data(vector, bytes);
    for (let index = 0; index < repeats.length; index += 2) {
      const first = (repeats[index + 1] ?? 0) * ENTRY;
      entries.copyWithin((repeats[index] ?? 0) * ENTRY, first, first + ENTRY);
    }
    copyBytes(vector, entries, entries.byteOffset, bytes);
  }
}

function writeInline(entries: Uint8Array, at: number, text: string): boolean {
  const { length } = text;
  if (length > INLINE) return false;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) {
      entries.fill(0, at, at + ENTRY);
      return false;
    }
    entries[at + 4 + index] = code;
  }
  entries[at] = length;
  return true;
}

function assignText(vector: Vector, row: number, raw: string): void {
  // Short texts are ASCII or also come here, so half a character could enter the lake only at this
  // place.
  const text = raw.isWellFormed() ? raw : raw.toWellFormed();
  // The call without a length would end the text at the first NUL character.
  if (text.includes("\0"))
    duckdb.vector_assign_string_element_len(vector, row, Buffer.from(text, "utf8"));
  else duckdb.vector_assign_string_element(vector, row, text);
}

/** VARCHAR that always holds JSON text, strings quoted. */
export class JsonBuffer extends TextBuffer {
  override write(row: number, value: unknown): unknown {
    this.setText(row, jsonText(value));
    return undefined;
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** BLOB: bytes as they are, text as base64. */
export class BlobBuffer implements ColumnBuffer {
  readonly #flags = new RowFlags();
  readonly #blobs = new Map<number, Uint8Array>();

  get used(): boolean {
    return this.#flags.used;
  }

  has(row: number): boolean {
    return this.#flags.has(row);
  }

  write(row: number, value: unknown): unknown {
    const bytes = blobOf(value);
    if (bytes === null) return value;
    this.#blobs.set(row, bytes);
    this.#flags.set(row);
    return undefined;
  }

  markEmpty(): void {
    // A scalar has no empty value: the row stays NULL.
  }

  type(): DuckDBType {
    return BLOB;
  }

  fill(vector: Vector, from: number, count: number): void {
    copyBytes(vector, new Uint8Array(count * ENTRY), 0, count * ENTRY);
    for (let row = 0; row < count; row += 1) {
      const bytes = this.#blobs.get(from + row);
      if (bytes !== undefined && bytes.length > 0)
        duckdb.vector_assign_string_element_len(vector, row, bytes);
    }
    this.#flags.fill(vector, from, count);
  }
}

function blobOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  return typeof value === "string" && BASE64.test(value) ? Buffer.from(value, "base64") : null;
}
