/** The dialects of SQL whose words, quotes and comments the lexer knows. */
export type SqlDialect = "duckdb" | "postgresql" | "mysql" | "trino" | "bigquery";

/**
 * The kind of a token. A `template` is a slot such as `{{ name }}`, which the platform fills
 * before an engine reads the text; a `punctuation` is one character.
 */
export type TokenKind =
  | "space"
  | "line-comment"
  | "block-comment"
  | "word"
  | "quoted-name"
  | "string"
  | "number"
  | "parameter"
  | "template"
  | "operator"
  | "punctuation";

/** One piece of an SQL text. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** True for a string, a quoted name or a block comment that the text does not close. */
  readonly isOpen: boolean;
}

/** True for a token that an engine reads as code, which space and comments are not. */
export function isCode({ kind }: Token): boolean {
  return kind !== "space" && kind !== "line-comment" && kind !== "block-comment";
}
