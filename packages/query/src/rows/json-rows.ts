import {
  type DuckDBDataChunk,
  type DuckDBDateValue,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from "@duckdb/node-api";
import type { ResultRow } from "@headwater/domain";

/**
 * Rows of a chunk in the form of the portal's pages: whole numbers beyond 2^53 are text, and
 * decimals are text with all their digits and zeros. Times are ISO text in UTC, bytes are `\xAA`
 * text.
 */
export function jsonRows(chunk: DuckDBDataChunk, from = 0, to = chunk.rowCount): ResultRow[] {
  return rowsOf(chunk, { from, to, convert: toJson });
}

/**
 * Rows of a chunk for programs, by Re:dash's convention: decimals are plain numbers. A number is
 * text only if a double would change one of its digits. NaN and infinity are null, so that a column
 * of numbers holds only numbers.
 */
export function numericJsonRows(chunk: DuckDBDataChunk): ResultRow[] {
  return rowsOf(chunk, { from: 0, to: chunk.rowCount, convert: toNumericJson });
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly convert: DuckDBValueConverter<Json>;
}

function rowsOf(chunk: DuckDBDataChunk, { from, to, convert }: Slice): ResultRow[] {
  const rows: ResultRow[] = [];
  for (let row = from; row < to; row += 1) rows.push(chunk.convertRowValues(row, convert));
  return rows;
}

// `2026-03-01 12:00:00.5`, followed by `+00` for a time with zone.
const ENGINE_TIME = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/;

/**
 * The engine's text of a time as ISO text; a time without an ISO form (BC, infinity) is not
 * changed.
 */
function isoTime(text: string): string {
  return text.replace(ENGINE_TIME, "$1T$2Z");
}

const time: DuckDBValueConverter<Json> = (value) => isoTime(String(value));

const safeInteger: DuckDBValueConverter<Json> = (value) => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
};

/** A decimal as a number if the nearest double has the same digits, else as text. */
const exactDecimal: DuckDBValueConverter<Json> = (value) => {
  const text = String(value);
  const number = Number(text);
  return digitsOf(String(number)) === digitsOf(text) ? number + 0 : text;
};

const DECIMAL_TEXT = /^(-?)(\d*)\.?(\d*)(?:e([+-]\d+))?$/;

/** Sign, digits and exponent of a number's text, without zeros at either end. */
function digitsOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] = DECIMAL_TEXT.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const bare = digits.replace(/0+$/, "");
  const exponent = Number(power) - fraction.length + digits.length - bare.length;
  return bare === "" ? "0" : `${sign}${bare}e${exponent}`;
}

const floating: DuckDBValueConverter<Json> = (value) =>
  // JSON has no NaN and no infinity, so both are text; adding 0 turns -0 into 0.
  Number.isFinite(value) ? Number(value) + 0 : String(value);

const date: DuckDBValueConverter<Json> = (value) => {
  const day = value as DuckDBDateValue;
  if (day.isFinite) return day.toString();
  return day.days > 0 ? "infinity" : "-infinity";
};

const OVERRIDES: Partial<Record<DuckDBTypeId, DuckDBValueConverter<Json>>> = {
  [DuckDBTypeId.BIGINT]: safeInteger,
  [DuckDBTypeId.UBIGINT]: safeInteger,
  [DuckDBTypeId.HUGEINT]: safeInteger,
  [DuckDBTypeId.UHUGEINT]: safeInteger,
  [DuckDBTypeId.BIGNUM]: safeInteger,
  [DuckDBTypeId.FLOAT]: floating,
  [DuckDBTypeId.DOUBLE]: floating,
  [DuckDBTypeId.DATE]: date,
  [DuckDBTypeId.TIMESTAMP]: time,
  [DuckDBTypeId.TIMESTAMP_S]: time,
  [DuckDBTypeId.TIMESTAMP_MS]: time,
  [DuckDBTypeId.TIMESTAMP_NS]: time,
  [DuckDBTypeId.TIMESTAMP_TZ]: time,
};

const numeric: DuckDBValueConverter<Json> = (value) =>
  Number.isFinite(value) ? Number(value) + 0 : null;

const NUMERIC = {
  ...OVERRIDES,
  [DuckDBTypeId.FLOAT]: numeric,
  [DuckDBTypeId.DOUBLE]: numeric,
  [DuckDBTypeId.DECIMAL]: exactDecimal,
};

// The client's own table of converters is not exported, so this converter is asked before it, also
// for nested values.
function converter(overrides: typeof OVERRIDES): DuckDBValueConverter<Json> {
  const convert: DuckDBValueConverter<Json> = (value: DuckDBValue, type) => {
    if (value === null || value === undefined) return null;
    const override = overrides[type.typeId];
    return override === undefined
      ? JsonDuckDBValueConverter(value, type, convert)
      : override(value, type, convert);
  };
  return convert;
}

const toJson = converter(OVERRIDES);
const toNumericJson = converter(NUMERIC);
