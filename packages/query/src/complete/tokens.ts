import { isCode, type Token as LexerToken, nameOf, tokenize } from "@headwater/domain/sql";

/** A token of a statement, with its text; completion leaves out comments and space. */
export interface Token extends LexerToken {
  /** The text as written; for a quoted name the text between the quotes. */
  readonly text: string;
}

/**
 * The tokens that the engine reads as code. The text may be broken, as it usually is while a person
 * types.
 */
export function codeTokens(sql: string): Token[] {
  return tokenize(sql, "duckdb")
    .filter(isCode)
    .map((token) => ({
      kind: token.kind,
      start: token.start,
      end: token.end,
      isOpen: token.isOpen,
      text: nameOf(sql, token),
    }));
}

/** True for an unquoted word, compared without case. */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

/** True for an operator or a punctuation mark. */
export function isSymbol(token: Token | undefined, symbol: string): boolean {
  if (token?.kind !== "operator" && token?.kind !== "punctuation") return false;
  return token.text === symbol;
}

/** True for what can be a name. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted-name";
}
