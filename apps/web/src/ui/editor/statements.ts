import { isCode, type Token, textOf, tokenize } from "@headwater/domain/sql";

/** The range of one statement in a text, without its semicolon; `end` is exclusive. */
export interface Statement {
  readonly start: number;
  readonly end: number;
}

/**
 * The statements of an SQL text. A part without code, such as a comment alone, is not a statement.
 */
export function statementsOf(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let part: Token[] = [];
  for (const token of tokenize(sql, "duckdb")) {
    if (token.kind !== "punctuation" || textOf(sql, token) !== ";") part.push(token);
    else {
      statements.push(...statementOf(part));
      part = [];
    }
  }
  return [...statements, ...statementOf(part)];
}

/**
 * The statement in the tokens between two semicolons, with its comments; empty if the tokens have
 * no code.
 */
function statementOf(part: readonly Token[]): Statement[] {
  const drawn = part.filter(({ kind }) => kind !== "space");
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (first === undefined || last === undefined || !drawn.some(isCode)) return [];
  return [{ start: first.start, end: last.end }];
}

/**
 * The statement that contains the cursor or ends before it; the first statement if the cursor is
 * before all.
 */
export function statementAt(sql: string, cursor: number): Statement | null {
  const statements = statementsOf(sql);
  // With the cursor behind a semicolon, the author has just finished and means that statement.
  return statements.findLast((one) => one.start <= cursor) ?? statements[0] ?? null;
}

/** The names of the `$name` parameters as they are spelt, each once, in the order of the text. */
export function parametersOf(sql: string): readonly string[] {
  const names = tokenize(sql, "duckdb")
    .filter(({ kind }) => kind === "parameter")
    .map((token) => textOf(sql, token))
    .filter((text) => /^\$\D/.test(text))
    .map((text) => text.slice(1));
  return [...new Set(names)];
}
