/** One statement of a text: from its first to behind its last character, without the semicolon. */
export interface Statement {
  readonly start: number;
  readonly end: number;
}

/**
 * What may hide a semicolon or a parameter: comments, quoted text and names, dollar-quoted text; an unclosed one runs to
 * the end. Then parameters and semicolons themselves. A `$` within a name belongs to the name.
 */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<![\p{L}\p{N}_$])[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|(?<![\p{L}\p{N}_$])(?<tag>\$(?:[\p{L}_][\p{L}\p{M}\p{N}_]*)?\$)[\s\S]*?(?:\k<tag>|$)|(?<![\p{L}\p{N}_$])\$(?<parameter>[\p{L}_][\p{L}\p{M}\p{N}_]*)|;/gu;

/** The statements of an SQL text; parts with nothing but space and comments are none. */
export function statementsOf(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let from = 0;
  for (const match of sql.matchAll(TOKEN)) {
    if (match[0] !== ";") continue;
    push(statements, sql, from, match.index);
    from = match.index + 1;
  }
  push(statements, sql, from, sql.length);
  return statements;
}

function push(statements: Statement[], sql: string, from: number, to: number): void {
  const text = sql.slice(from, to);
  const bare = text.replaceAll(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, "");
  if (bare.trim() === "") return;
  const start = from + text.length - text.trimStart().length;
  statements.push({ start, end: from + text.trimEnd().length });
}

/** The statement the cursor is in or behind; the first one where the cursor stands before all. */
export function statementAt(sql: string, cursor: number): Statement | null {
  const statements = statementsOf(sql);
  // Behind a semicolon the reader has just ended that statement: it is the one they mean.
  return statements.findLast((one) => one.start <= cursor) ?? statements[0] ?? null;
}

/** Names of the `$name` parameters as they are spelt, each once, in the order of the text. */
export function parametersOf(sql: string): readonly string[] {
  const names = [...sql.matchAll(TOKEN)].map(({ groups }) => groups?.["parameter"]);
  return [...new Set(names.filter((name) => name !== undefined))];
}
