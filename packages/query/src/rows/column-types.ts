import { type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { ResultColumn } from "@headwater/domain";

const KINDS: Partial<Record<DuckDBTypeId, ResultColumn["kind"]>> = {
  [DuckDBTypeId.BOOLEAN]: "boolean",
  [DuckDBTypeId.TINYINT]: "number",
  [DuckDBTypeId.SMALLINT]: "number",
  [DuckDBTypeId.INTEGER]: "number",
  [DuckDBTypeId.BIGINT]: "number",
  [DuckDBTypeId.HUGEINT]: "number",
  [DuckDBTypeId.UTINYINT]: "number",
  [DuckDBTypeId.USMALLINT]: "number",
  [DuckDBTypeId.UINTEGER]: "number",
  [DuckDBTypeId.UBIGINT]: "number",
  [DuckDBTypeId.UHUGEINT]: "number",
  [DuckDBTypeId.BIGNUM]: "number",
  [DuckDBTypeId.FLOAT]: "number",
  [DuckDBTypeId.DOUBLE]: "number",
  [DuckDBTypeId.DECIMAL]: "number",
  [DuckDBTypeId.DATE]: "time",
  [DuckDBTypeId.TIMESTAMP]: "time",
  [DuckDBTypeId.TIMESTAMP_S]: "time",
  [DuckDBTypeId.TIMESTAMP_MS]: "time",
  [DuckDBTypeId.TIMESTAMP_NS]: "time",
  [DuckDBTypeId.TIMESTAMP_TZ]: "time",
  [DuckDBTypeId.LIST]: "nested",
  [DuckDBTypeId.STRUCT]: "nested",
  [DuckDBTypeId.MAP]: "nested",
  [DuckDBTypeId.ARRAY]: "nested",
  [DuckDBTypeId.UNION]: "nested",
  [DuckDBTypeId.VARIANT]: "nested",
  [DuckDBTypeId.BLOB]: "binary",
  [DuckDBTypeId.BIT]: "text",
};

/** Describes a column of a result. */
export function resultColumn(name: string, type: DuckDBType): ResultColumn {
  return { name, type: String(type), kind: KINDS[type.typeId] ?? "text" };
}

// Types that Parquet does not have. They are stored as text; without that, HUGEINT would silently
// become DOUBLE.
const AS_TEXT: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.BIGNUM,
  DuckDBTypeId.BIT,
  DuckDBTypeId.TIME_TZ,
  DuckDBTypeId.TIME_NS,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.VARIANT,
  DuckDBTypeId.UNION,
  DuckDBTypeId.GEOMETRY,
]);

/** True if a column of this type is stored as text and read back by a cast to its own type. */
export function isStoredAsText(type: DuckDBType): boolean {
  return AS_TEXT.has(type.typeId) || (NESTED.test(String(type)) && INSIDE.test(String(type)));
}

const NESTED = /^(STRUCT|MAP)\(|\]$/;
const INSIDE = /\b(U?HUGEINT|BIGNUM|BIT|INTERVAL|UNION|VARIANT|TIME WITH TIME ZONE|TIME_NS)\b/;

// The stored text of these types is cast back to the type; for other types the text itself is the
// value.
const CAST_BACK = /^(U?HUGEINT|BIGNUM|INTERVAL|TIME WITH TIME ZONE|TIMESTAMP_S|BIT)$/;

/** SQL that gives a stored column its own type again. */
export function readExpression(stored: string, type: string): string {
  return CAST_BACK.test(type) ? `CAST(${stored} AS ${type})` : stored;
}
