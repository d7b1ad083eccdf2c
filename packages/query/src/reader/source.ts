import type { ResultColumn } from "@headwater/domain";
import { quoteIdentifier, quoteLiteral } from "@headwater/schemas";
import { readExpression } from "../rows/column-types.ts";

/** A stored result as the reader sees it. */
export interface StoredResult {
  /** Parts in order, absolute paths. */
  readonly paths: readonly string[];
  readonly columns: readonly ResultColumn[];
  /** Rows in these parts. */
  readonly rows: number;
}

/** Something about a request that its author can mend. */
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

/** Names for a download: a name that repeats gets a number. */
export function downloadNames(columns: readonly ResultColumn[]): string[] {
  const seen = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let number = 1; seen.has(unique.toLowerCase()); number += 1) unique = `${name}_${number}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

/** Every column under its own name, for a download. */
export function namedColumns(columns: readonly ResultColumn[]): string {
  return downloadNames(columns)
    .map((name, index) => `c${index} AS ${quoteIdentifier(name)}`)
    .join(", ");
}
