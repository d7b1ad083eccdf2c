import type { ResultRow } from "@headwater/domain";
import { plainText } from "./cell-text.ts";

/** Rows as tab-separated text; values that hold tabs, breaks or quotes are quoted the way spreadsheets read it. */
export function asTsv(rows: readonly ResultRow[], headers?: readonly string[]): string {
  const lines = headers === undefined ? rows : [headers, ...rows];
  return lines.map((row) => row.map((value) => field(plainText(value))).join("\t")).join("\n");
}

function field(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as JSON objects; of columns with one name the later gets a number. */
export function asJson(rows: readonly ResultRow[], names: readonly string[]): string {
  const keys = uniqueNames(names);
  const objects = rows.map((row) =>
    Object.fromEntries(keys.map((key, at) => [key, row[at] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}

/**
 * Column names with a number behind each that was there before.
 * The second is `n_2` here; the REST routes say `n1`, which is Re:dash's way and its clients' expectation.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; seen.has(unique); n++) unique = `${name}_${n}`;
    seen.add(unique);
    return unique;
  });
}
