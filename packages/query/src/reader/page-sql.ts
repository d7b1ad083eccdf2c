import type { ResultColumn } from "@headwater/domain";
import { quoteLiteral } from "@headwater/schemas";
import type { PageRequest, ResultFilter } from "../protocol/index.ts";
import { type StoredResult, sourceSql, storedName } from "./source.ts";

/**
 * Statements of a page: one for the rows and, if a filter makes the total unknown, one for the
 * number of all rows.
 */
export interface PageSql {
  readonly rows: string;
  readonly total: string | null;
}

/**
 * Builds the statements of a page. Equal rows of a sort stay in the order of the result, so that
 * pages never overlap. NULLs come last in both directions.
 */
export function pageSql(stored: StoredResult, request: PageRequest): PageSql {
  const { columns } = stored;
  const list = columns.map((_, index) => `c${index}`).join(", ");
  const source = sourceSql(stored);
  const where = (request.filters ?? []).map((filter) => filterSql(columns, filter)).join(" AND ");
  const offset = Math.max(0, Math.trunc(request.offset));
  const limit = Math.max(0, Math.trunc(request.limit));
  if (request.sort === undefined && where === "") {
    // Row numbers are dense and stored in order: the engine skips every row group outside of the
    // page.
    return {
      rows: `SELECT ${list} FROM ${source} WHERE n >= ${offset} AND n < ${offset + limit} ORDER BY n`,
      total: null,
    };
  }
  const order = request.sort === undefined ? "n" : `${sortSql(columns, request.sort)}, n`;
  const filtered = where === "" ? source : `(SELECT * FROM ${source} WHERE ${where})`;
  return {
    rows: `SELECT ${list} FROM ${filtered} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
    total: where === "" ? null : `SELECT count(*) FROM ${filtered}`,
  };
}

function sortSql(
  columns: readonly ResultColumn[],
  { column, descending }: { readonly column: string; readonly descending: boolean },
): string {
  return `${storedName(columns, column)} ${descending ? "DESC" : "ASC"} NULLS LAST`;
}

const COMPARISONS = {
  eq: "IS NOT DISTINCT FROM",
  ne: "IS DISTINCT FROM",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
} as const;

// Nested values and bytes are compared by their text.
function filterSql(columns: readonly ResultColumn[], filter: ResultFilter): string {
  const { operator } = filter;
  const name = storedName(columns, filter.column);
  if (operator === "is_null") return `${name} IS NULL`;
  if (operator === "not_null") return `${name} IS NOT NULL`;
  const value = quoteLiteral(filter.value ?? "");
  const contains = `contains(lower(CAST(${name} AS VARCHAR)), lower(${value}))`;
  if (operator === "contains") return `coalesce(${contains}, false)`;
  if (operator === "not_contains") return `NOT coalesce(${contains}, false)`;
  const column = columns.find((one) => one.name === filter.column);
  const asText = column?.kind === "nested" || column?.kind === "binary";
  const left = asText ? `CAST(${name} AS VARCHAR)` : name;
  const right = asText ? value : `CAST(${value} AS ${column?.type ?? "VARCHAR"})`;
  return `${left} ${COMPARISONS[operator]} ${right}`;
}
