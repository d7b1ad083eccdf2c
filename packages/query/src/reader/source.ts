import type { ResultColumn } from "@headwater/domain";
import { quoteIdentifier, quoteLiteral } from "@headwater/schemas";
import { readExpression } from "../rows/column-types.ts";

/** A stored result that the reader can read. */
export interface StoredResult {
  /** Parts in order, absolute paths. */
  readonly paths: readonly string[];
  readonly columns: readonly ResultColumn[];
  /** Rows in these parts. */
  readonly rows: number;
}

/** An error of a request that its author can correct. */
export class ReaderRequestError extends Error {
  override readonly name = "ReaderRequestError";
}

/** The rows of the parts: `n` (the row's number) and `c0`, `c1`, … with their own types. */
export function sourceSql({ paths, columns }: Pick<StoredResult, "paths" | "columns">): string {
  const list = paths.map(quoteLiteral).join(", ");
  const read = columns.map(
    ({ type }, index) => `${readExpression(`c${index}`, type)} AS c${index}`,
  );
  return `(SELECT n, ${read.join(", ")} FROM read_parquet([${list}]))`;
}

/** The stored name of a result column. */
export function storedName(columns: readonly ResultColumn[], name: string): string {
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw new ReaderRequestError(`The result has no column ${name}.`);
  return `c${index}`;
}

/** Names for a download: a repeated name, in any case, gets a number, as in Re:dash. */
export function downloadNames(columns: readonly Pick<ResultColumn, "name">[]): string[] {
  const seen = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let number = 1; seen.has(unique.toLowerCase()); number += 1) unique = `${name}${number}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

/** Every column under its own name, for a download; `formulaSafe` is explained at `DOWNLOAD`. */
export function namedColumns(columns: readonly ResultColumn[], formulaSafe = false): string {
  return downloadNames(columns)
    .map((name, index) => {
      const cell = `c${index}`;
      if (!formulaSafe) return `${cell} AS ${quoteIdentifier(name)}`;
      const safe = isText(columns[index]) ? safeCell(cell) : cell;
      return `${safe} AS ${quoteIdentifier(FORMULA.test(name) ? `'${name}` : name)}`;
    })
    .join(", ");
}

// The engine writes numbers, times and booleans, so their minus sign is no formula.
function isText(column: ResultColumn | undefined): boolean {
  return column?.kind === "text" || column?.kind === "nested" || column?.kind === "binary";
}

/** A cell that begins with one of these characters is a formula for spreadsheets. */
const FORMULA = /^[=+\-@\t\r]/;

// A spreadsheet reads a text such as `-5` as a number, not as a formula.
function safeCell(cell: string): string {
  const text = `CAST(${cell} AS VARCHAR)`;
  const formula = `regexp_matches(${text}, '^[=+\\-@\\t\\r]')`;
  const number = `regexp_full_match(${text}, '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?')`;
  return `CASE WHEN ${formula} AND NOT ${number} THEN ${quoteLiteral("'")} || ${text} ELSE ${text} END`;
}
