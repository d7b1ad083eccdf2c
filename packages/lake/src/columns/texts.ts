import { BLOB, type DuckDBType, VARCHAR } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";
import { type ColumnBuffer, copyBytes, RowFlags } from "./buffer.ts";
import { jsonText } from "./json-text.ts";

const INLINE = 12;
const ENTRY = 16;

/** VARCHAR; anything but a string is kept as its JSON text. */
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

  /** Strings of up to 12 ASCII characters are laid out here as the engine keeps them inline; each longer one costs a native call. */
  fill(vector: Vector, from: number, count: number): void {
    const entries = new Uint8Array(count * ENTRY);
    const long: number[] = [];
    for (let row = 0; row < count; row += 1) {
      const text = this.#texts[from + row];
      if (text === undefined || text === "") continue;
      if (!writeInline(entries, row * ENTRY, text)) long.push(row);
    }
    copyBytes(vector, entries, 0, entries.length);
    for (const row of long) assignText(vector, row, this.#texts[from + row] ?? "");
    this.#flags.fill(vector, from, count);
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

function assignText(vector: Vector, row: number, text: string): void {
  // The plain call ends at the first NUL character.
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
