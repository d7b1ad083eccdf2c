import type { LexicalRules } from "./dialects.ts";
import type { Token } from "./token.ts";

const LISTED = /->>|<=>|\|\||&&|<<|>>|<=|>=|<>|!=|:=|::|->|=>|\|>|\+=|-=|@@|[-+*/%<>=!~^&|@#]/y;
/** Operators that contain other characters than the operator signs. */
const BESIDE_ROWS = /::|:=|\.\./y;
/** A sequence of several signs may end with `+` or `-` only if it contains one of these signs. */
const FREE_SIGN = /[~!@#%^&|`?]/;

/** The end of the operator at `at`; `at` itself if no operator begins at that position. */
export function operatorEnd(
  sql: string,
  at: number,
  { operatorSigns }: LexicalRules,
  previous: Token | undefined,
): number {
  if (operatorSigns === null) return matchEnd(LISTED, sql, at);
  // The operator before has left this sign over: the sign and each sign after it are operators of
  // one character.
  const isLeftOver = previous?.kind === "operator" && previous.end === at;
  if (isLeftOver && isPlusOrMinus(sql[at])) return at + 1;
  const row = rowAt(sql, at, operatorSigns);
  return row === "" ? matchEnd(BESIDE_ROWS, sql, at) : at + operatorLength(row);
}

/** The signs from `at` on, up to a comment. */
function rowAt(sql: string, at: number, signs: ReadonlySet<string>): string {
  let end = at;
  while (end < sql.length && signs.has(sql[end] ?? "") && !isComment(sql, end)) end += 1;
  return sql.slice(at, end);
}

function isComment(sql: string, at: number): boolean {
  return sql.startsWith("--", at) || sql.startsWith("/*", at);
}

/**
 * The number of signs that belong to one operator: `=-1` is a comparison with a negative number.
 */
function operatorLength(row: string): number {
  if (FREE_SIGN.test(row)) return row.length;
  let length = row.length;
  while (length > 1 && isPlusOrMinus(row[length - 1])) length -= 1;
  return length;
}

function isPlusOrMinus(character: string | undefined): boolean {
  return character === "+" || character === "-";
}

function matchEnd(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : at;
}
