import { type LexicalRules, RULES } from "./dialects.ts";
import { numberEnd } from "./numbers.ts";
import { operatorEnd } from "./operators.ts";
import { blockCommentEnd, dollarQuotedEnd, lineEnd, quotedEnd } from "./quotes.ts";
import type { SqlDialect, Token, TokenKind } from "./token.ts";

/**
 * Splits an SQL text into tokens, which together are the whole text. Any text can be split: a
 * string or comment without an end reaches to the end of the text. The time grows in proportion to
 * the length of the text.
 */
export function tokenize(sql: string, dialect: SqlDialect): Token[] {
  const rules = RULES[dialect];
  const tokens: Token[] = [];
  let previous: Token | undefined;
  for (let at = 0; at < sql.length; at = previous.end) {
    previous = tokenAt(sql, at, rules, previous);
    tokens.push(previous);
  }
  return tokens;
}

type Scan = (sql: string, at: number, rules: LexicalRules) => Token | null;

// The order matters: an earlier kind may begin with the same characters as a later kind.
const SCANS: readonly Scan[] = [
  space,
  template,
  comment,
  quoted,
  dollarQuoted,
  parameter,
  word,
  number,
];

function tokenAt(sql: string, at: number, rules: LexicalRules, previous: Token | undefined): Token {
  for (const scan of SCANS) {
    const found = scan(sql, at, rules);
    if (found !== null) return found;
  }
  const end = operatorEnd(sql, at, rules, previous);
  return end === at ? token("punctuation", at, at + 1) : token("operator", at, end);
}

function token(kind: TokenKind, start: number, end: number, isOpen = false): Token {
  return { kind, start, end, isOpen };
}

function space(sql: string, at: number, rules: LexicalRules): Token | null {
  return matched("space", rules.space, sql, at);
}

function matched(kind: TokenKind, pattern: RegExp, sql: string, at: number): Token | null {
  pattern.lastIndex = at;
  return pattern.test(sql) ? token(kind, at, pattern.lastIndex) : null;
}

const BRACE = /[{}]/g;

/**
 * `{{ name }}`, also `{{{ name }}`: a slot ends at the next brace; if that brace is not `}}`, the
 * text is no slot.
 */
function template(sql: string, at: number): Token | null {
  if (!sql.startsWith("{{", at)) return null;
  BRACE.lastIndex = sql[at + 2] === "{" ? at + 3 : at + 2;
  if (!BRACE.test(sql)) return null;
  const brace = BRACE.lastIndex - 1;
  return sql.startsWith("}}", brace) ? token("template", at, brace + 2) : null;
}

function comment(sql: string, at: number, rules: LexicalRules): Token | null {
  if (sql.startsWith("/*", at)) {
    const { end, isOpen } = blockCommentEnd(sql, at, rules.hasNestedComments);
    return token("block-comment", at, end, isOpen);
  }
  const isLine =
    (rules.hasHashComments && sql[at] === "#") ||
    (sql.startsWith("--", at) && (!rules.dashesNeedSpace || isBlank(sql, at + 2)));
  return isLine ? token("line-comment", at, lineEnd(sql, at, rules.onlyLineFeed)) : null;
}

/** True for a space, a control character or the end of the text. */
function isBlank(sql: string, at: number): boolean {
  const code = sql.charCodeAt(at);
  return Number.isNaN(code) || code <= 0x20 || code === 0x7f;
}

function quoted(sql: string, at: number, { opening, quotes }: LexicalRules): Token | null {
  opening.lastIndex = at;
  if (!opening.test(sql)) return null;
  const first = opening.lastIndex;
  const rule = quotes.get(sql.slice(at, first).toLowerCase());
  if (rule === undefined) return null;
  const { end, isOpen } = quotedEnd(sql, first - 1, rule);
  return token(rule.kind, at, end, isOpen);
}

function dollarQuoted(sql: string, at: number, { dollarTag }: LexicalRules): Token | null {
  if (dollarTag === null || sql[at] !== "$") return null;
  dollarTag.lastIndex = at;
  if (!dollarTag.test(sql)) return null;
  const { end, isOpen } = dollarQuotedEnd(sql, at, dollarTag.lastIndex);
  return token("string", at, end, isOpen);
}

function parameter(sql: string, at: number, rules: LexicalRules): Token | null {
  return matched("parameter", rules.parameter, sql, at);
}

function word(sql: string, at: number, rules: LexicalRules): Token | null {
  return matched("word", rules.word, sql, at);
}

/** Numbers of all kinds. In dialects whose words may begin with digits, `1st` is a word. */
function number(sql: string, at: number, rules: LexicalRules): Token | null {
  const end = numberEnd(sql, at, rules);
  if (end === at) return null;
  const isPlain = !/[.+-]/.test(sql.slice(at, end));
  const rest = rules.wordsTakeDigits && isPlain ? matched("word", rules.wordRest, sql, end) : null;
  return rest === null ? token("number", at, end) : token("word", at, rest.end);
}
