import { expect, test } from "vitest";
import { type SqlDialect, type TokenKind, textOf, tokenize } from "../src/sql/index.ts";

const SHORT: Readonly<Record<TokenKind, string>> = {
  space: "space",
  "line-comment": "line",
  "block-comment": "block",
  word: "word",
  "quoted-name": "name",
  string: "string",
  number: "number",
  parameter: "parameter",
  template: "slot",
  operator: "operator",
  punctuation: "sign",
};

export const DIALECTS = ["duckdb", "postgresql", "mysql", "trino", "bigquery"] as const;
export const WITH_BACKSLASHES = ["mysql", "bigquery"] as const;
export const POSTGRESQL_LIKE = ["duckdb", "postgresql"] as const;

/** A text and its tokens, as `cutSql` writes them. */
export type Row = readonly [sql: string, ...tokens: string[]];

/** The tokens without space as `kind text`; an open token ends with `…`. */
function cutSql(dialect: SqlDialect, sql: string): string[] {
  return tokenize(sql, dialect)
    .filter(({ kind }) => kind !== "space")
    .map((token) => `${SHORT[token.kind]} ${textOf(sql, token)}${token.isOpen ? "…" : ""}`);
}

/** Runs a table of texts and their tokens for each of these dialects. */
export function holds(dialects: readonly SqlDialect[], rows: readonly Row[]): void {
  for (const dialect of dialects)
    test.each(rows.map(([sql, ...tokens]) => ({ sql, tokens })))(
      `${dialect}: $sql`,
      ({ sql, tokens }) => expect(cutSql(dialect, sql)).toEqual(tokens),
    );
}
