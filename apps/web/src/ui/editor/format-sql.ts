/** Lays the SQL out; text that the formatter can't read stays as it is and null says so. Loaded with the first use. */
export async function formatSql(sql: string): Promise<string | null> {
  const { formatDialect, duckdb } = await import("sql-formatter");
  try {
    return formatDialect(sql, {
      dialect: duckdb,
      keywordCase: "upper",
      paramTypes: { custom: [{ regex: String.raw`\{\{[^}]*\}\}` }] },
    });
  } catch {
    return null;
  }
}
