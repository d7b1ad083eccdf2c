import { isCode, type Token, textOf, tokenize } from "@headwater/domain/sql";

/** One statement of a text: from its first to behind its last character, without the semicolon. */
export interface Statement {
  readonly start: number;
  readonly end: number;
}

/** The statements of an SQL text; a part without code, such as a comment alone, is none. */
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

/** The statement in the tokens between two semicolons, with its comments; none without code. */
function statementOf(part: readonly Token[]): Statement[] {
  const drawn = part.filter(({ kind }) => kind !== "space");
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (first === undefined || last === undefined || !drawn.some(isCode)) return [];
  return [{ start: first.start, end: last.end }];
}

/** The statement the cursor is in or behind; the first one where the cursor stands before all. */
export function statementAt(sql: string, cursor: number): Statement | null {
  const statements = statementsOf(sql);
  // Behind a semicolon the reader has just ended that statement: it is the one they mean.
  return statements.findLast((one) => one.start <= cursor) ?? statements[0] ?? null;
}

/** Names of the `$name` parameters as they are spelt, each once, in the order of the text. */
export function parametersOf(sql: string): readonly string[] {
  const names = tokenize(sql, "duckdb")
    .filter(({ kind }) => kind === "parameter")
    .map((token) => textOf(sql, token))
    .filter((text) => /^\$\D/.test(text))
    .map((text) => text.slice(1));
  return [...new Set(names)];
}
