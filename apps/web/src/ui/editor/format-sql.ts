const OTHER_PARAMETER = String.raw`\{\{[^}]*\}\}`;
/** A `$name` parameter, but not the start of dollar-quoted text. */
const PARAMETER = String.raw`\$[\p{L}_][\p{L}\p{M}\p{N}_]*(?![\p{L}\p{N}_$])`;

/**
 * Formats SQL; null for text that the formatter can't read. The formatter is loaded on first use.
 */
export async function formatSql(sql: string): Promise<string | null> {
  const { formatDialect, duckdb } = await import("sql-formatter");
  try {
    return formatDialect(sql, {
      dialect: duckdb,
      keywordCase: "upper",
      paramTypes: { custom: [{ regex: OTHER_PARAMETER }, { regex: PARAMETER }], numbered: ["$"] },
    });
  } catch {
    return null;
  }
}

/**
 * The position of the cursor after formatting: behind as many characters that are not white space
 * as before.
 */
export function cursorAfterFormat(before: string, offset: number, after: string): number {
  let left = before.slice(0, offset).replaceAll(/\s/g, "").length;
  if (left === 0) return 0;
  for (let at = 0; at < after.length; at++) {
    if (/\S/.test(after[at] ?? "")) left--;
    if (left === 0) return at + 1;
  }
  return after.length;
}
