import type { ResultRow } from "@headwater/domain";
import { plainText } from "./cell-text.ts";

/**
 * Rows as tab-separated text; values with tabs, line breaks or quotes are quoted as spreadsheets
 * expect.
 */
export function asTsv(rows: readonly ResultRow[], headers?: readonly string[]): string {
  const lines = headers === undefined ? rows : [headers, ...rows];
  return lines.map((row) => row.map((value) => field(plainText(value))).join("\t")).join("\n");
}

function field(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as JSON objects; of columns with the same name the later ones get a number. */
export function asJson(rows: readonly ResultRow[], names: readonly string[]): string {
  const keys = uniqueNames(names);
  const objects = rows.map((row) =>
    Object.fromEntries(keys.map((key, at) => [key, row[at] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}

/**
 * Makes column names unique by numbers behind repeated names.
 * The second `n` is `n_2`; in the REST routes it is `n1`, as Re:dash's clients expect.
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
