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
 * Rows of a chunk as the portal's pages show them: whole numbers beyond 2^53 are text, and so is each decimal, which
 * keeps all its digits and its zeros at the end. Times are ISO text in UTC, bytes are `\xAA` text.
 */
export function jsonRows(chunk: DuckDBDataChunk, from = 0, to = chunk.rowCount): ResultRow[] {
  return rowsOf(chunk, { from, to, convert: toJson });
}

/**
 * The same for programs, by Re:dash's convention: decimals are plain numbers. A number is text only where a double would
 * change one of its digits. NaN and the infinities are null, so that a column of numbers holds nothing else.
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

// `2026-03-01 12:00:00.5`, and `+00` behind it for a time with zone.
const ENGINE_TIME = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/;

/** The engine's text of a time as ISO text; what has no ISO form (BC, infinity) stays as it is. */
function isoTime(text: string): string {
  return text.replace(ENGINE_TIME, "$1T$2Z");
}

const time: DuckDBValueConverter<Json> = (value) => isoTime(String(value));

const safeInteger: DuckDBValueConverter<Json> = (value) => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
};

/** A decimal as a number if the double nearest to it is written with the same digits, else its text. */
const exactDecimal: DuckDBValueConverter<Json> = (value) => {
  const text = String(value);
  const number = Number(text);
  return digitsOf(String(number)) === digitsOf(text) ? number + 0 : text;
};

const DECIMAL_TEXT = /^(-?)(\d*)\.?(\d*)(?:e([+-]\d+))?$/;

/** Sign, digits and exponent of a number's text in one form, whatever zeros it has around them. */
function digitsOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] = DECIMAL_TEXT.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const bare = digits.replace(/0+$/, "");
  const exponent = Number(power) - fraction.length + digits.length - bare.length;
  return bare === "" ? "0" : `${sign}${bare}e${exponent}`;
}

const floating: DuckDBValueConverter<Json> = (value) =>
  // JSON has no -0 (a zero is a zero), no NaN and no infinity: these two are text.
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

// The engine's own table of converters is not exported: ours stands in front of it, for nested values too.
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
