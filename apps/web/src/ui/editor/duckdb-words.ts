/** Words of DuckDB's dialect that the general SQL grammar does not colour. */
export const DUCKDB_WORDS = [
  ...["ANTI", "ASOF", "COLUMNS", "DESCRIBE", "EXCLUDE", "FILTER", "GLOB", "ILIKE", "LATERAL"],
  ...["LIMIT", "MACRO", "OFFSET", "PIVOT", "POSITIONAL", "QUALIFY", "REPLACE", "SAMPLE", "SEMI"],
  ...["SHOW", "STRUCT", "SUMMARIZE", "TRY_CAST", "UNNEST", "UNPIVOT", "USING", "VALUES", "WINDOW"],
];
