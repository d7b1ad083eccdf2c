import type { DuckDBType } from "@duckdb/node-api";
import { type Column, type ColumnType, RESERVED_COLUMNS } from "@headwater/schemas";
import type { ColumnBuffer } from "./buffer.ts";
import { jsonText } from "./json-text.ts";
import {
  type ColumnName,
  KeyIndex,
  ListBuffer,
  MapBuffer,
  StructBuffer,
  writeKeys,
} from "./nested.ts";
import { BigintBuffer, BooleanBuffer, DoubleBuffer, TimestampBuffer } from "./numbers.ts";
import { BlobBuffer, JsonBuffer, TextBuffer } from "./texts.ts";

/**
 * One row to land: the client's document and the pipeline's own columns by name (timestamps as
 * microseconds).
 */
export interface LakeRow {
  readonly document: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A column with values, and the column's name in the file. */
export interface UsedColumn {
  readonly name: string;
  readonly type: DuckDBType;
  readonly buffer: ColumnBuffer;
}

// Values without a column land here as JSON text.
const LEFTOVERS = "additional_properties";

/** Collects the rows of one file by column. */
export class TableBuffer {
  readonly #columns: ReadonlyMap<string, ColumnBuffer>;
  readonly #index: KeyIndex;
  #rows = 0;

  constructor(columns: readonly Column[], columnName: ColumnName) {
    this.#columns = columnBuffers(columns, columnName);
    // A client's own `sample_id` or `metadata` must not fill the pipeline's columns.
    const open = [...this.#columns].filter(([name]) => !RESERVED_COLUMNS.has(name));
    this.#index = new KeyIndex(new Map(open), columnName);
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds a row. Values of the document that have no column or do not fit go to
   * `additional_properties` under their own keys.
   */
  append({ document, fields }: LakeRow): void {
    const row = this.#rows;
    for (const [name, value] of Object.entries(fields)) this.#writeField(row, name, value);
    const rest = writeKeys(this.#index, row, document);
    const leftovers = this.#columns.get(LEFTOVERS);
    if (leftovers instanceof TextBuffer && !leftovers.has(row))
      leftovers.setText(row, rest === undefined ? "{}" : jsonText(rest));
    this.#rows += 1;
  }

  /** The columns with a value in any row. */
  usedColumns(): UsedColumn[] {
    return [...this.#columns]
      .filter(([, buffer]) => buffer.used)
      .map(([name, buffer]) => ({ name, type: buffer.type(), buffer }));
  }

  #writeField(row: number, name: string, value: unknown): void {
    const column = this.#columns.get(name);
    if (column === undefined || value === null || value === undefined) return;
    if (column instanceof TimestampBuffer && typeof value === "number")
      column.setNumber(row, value);
    else column.write(row, value);
  }
}

function columnBuffers(
  columns: readonly Column[],
  columnName: ColumnName,
): Map<string, ColumnBuffer> {
  return new Map(columns.map(({ name, type }) => [name, bufferFor(type, columnName)]));
}

function bufferFor(type: ColumnType, columnName: ColumnName): ColumnBuffer {
  switch (type.kind) {
    case "boolean":
      return new BooleanBuffer();
    case "bigint":
      return new BigintBuffer();
    case "double":
      return new DoubleBuffer();
    case "varchar":
      return new TextBuffer();
    case "json":
      return new JsonBuffer();
    case "timestamp":
      return new TimestampBuffer();
    case "blob":
      return new BlobBuffer();
    case "list":
      return new ListBuffer(bufferFor(type.element, columnName));
    case "struct":
      return new StructBuffer(columnBuffers(type.fields, columnName), columnName);
    case "map":
      return new MapBuffer(bufferFor(type.value, columnName));
  }
}
