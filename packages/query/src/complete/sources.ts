import { KEYWORDS } from "./keywords.ts";
import { isName, isSymbol, isWord, type Token } from "./tokens.ts";

/** A table or sub-query from which a statement reads. */
export interface Source {
  /** Parts of the table's name, empty for a sub-query. */
  readonly name: readonly string[];
  readonly alias: string | null;
}

/** A common table expression and the names of its columns, as far as the text contains them. */
export interface Expression {
  readonly name: string;
  readonly columns: readonly string[];
  /** Sources whose columns a `*` includes. */
  readonly star: readonly Source[];
}

/**
 * The most tokens of one expression that are read: a nested expression is read once for each level
 * around it.
 */
const MOST_IN_BODY = 2000;
/** The most sources and expressions that are found; no statement that a person types has more. */
const MOST_NAMED = 500;
const STARTS = new Set(["from", "join", "update", "into"]);
const RESERVED = new Set(KEYWORDS.flatMap((keyword) => keyword.toLowerCase().split(" ")));

/**
 * Finds the tables and sub-queries after FROM and JOIN anywhere in the text, because a statement is
 * rarely complete while a person types.
 */
export function findSources(tokens: readonly Token[]): Source[] {
  const sources: Source[] = [];
  const ends = closings(tokens);
  for (const [index, token] of tokens.entries())
    if (token.kind === "word" && STARTS.has(token.text.toLowerCase()))
      readList(tokens, index + 1, { ends, sources });
  return sources;
}

/** Reads sources with commas between them. */
function readList(
  tokens: readonly Token[],
  start: number,
  { ends, sources }: { readonly ends: Closings; readonly sources: Source[] },
): void {
  let at = start;
  while (sources.length < MOST_NAMED) {
    const read = readSource(tokens, at, ends);
    if (read === null) return;
    sources.push(read.source);
    at = read.next;
    if (!isSymbol(tokens[at], ",")) return;
    at += 1;
  }
}

function readSource(
  tokens: readonly Token[],
  start: number,
  ends: Closings,
): { source: Source; next: number } | null {
  if (isSymbol(tokens[start], "(")) {
    const next = (ends.get(start) ?? tokens.length - 1) + 1;
    const alias = readAlias(tokens, next);
    return { source: { name: [], alias: alias.name }, next: alias.next };
  }
  const name: string[] = [];
  let at = start;
  for (;;) {
    const token = tokens[at];
    if (!isName(token) || (token.kind === "word" && isReserved(token))) break;
    name.push(token.text);
    at += 1;
    if (!isSymbol(tokens[at], ".")) break;
    at += 1;
  }
  if (name.length === 0) return null;
  const alias = readAlias(tokens, at);
  return { source: { name, alias: alias.name }, next: alias.next };
}

function readAlias(tokens: readonly Token[], start: number): { name: string | null; next: number } {
  const at = isWord(tokens[start], "as") ? start + 1 : start;
  const token = tokens[at];
  if (!isName(token) || (token.kind === "word" && isReserved(token)))
    return { name: null, next: at };
  return { name: token.text, next: at + 1 };
}

function isReserved(token: Token): boolean {
  return RESERVED.has(token.text.toLowerCase());
}

type Closings = ReadonlyMap<number, number>;

/**
 * The index of the closing bracket by the index of the opening bracket; an open bracket has no
 * entry.
 */
function closings(tokens: readonly Token[]): Closings {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, "(")) open.push(index);
    const start = isSymbol(token, ")") ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, index);
  }
  return ends;
}

/** Finds common table expressions, `name AS (…)`, with the columns of their SELECT. */
export function findExpressions(tokens: readonly Token[]): Expression[] {
  const expressions: Expression[] = [];
  const ends = closings(tokens);
  for (let index = 0; index + 2 < tokens.length; index += 1) {
    if (expressions.length === MOST_NAMED) break;
    const name = tokens[index];
    const before = tokens[index - 1];
    const inWith = isWord(before, "with") || isWord(before, "recursive") || isSymbol(before, ",");
    if (!inWith || !isName(name) || !isWord(tokens[index + 1], "as")) continue;
    const open = isWord(tokens[index + 2], "materialized") ? index + 3 : index + 2;
    if (!isSymbol(tokens[open], "(")) continue;
    const end = ends.get(open) ?? tokens.length - 1;
    const body = tokens.slice(open + 1, Math.min(end, open + 1 + MOST_IN_BODY));
    expressions.push({ name: name.text, ...selected(body) });
  }
  return expressions;
}

/**
 * The columns of the first SELECT of a body: names after AS, plain columns, and the sources of a
 * star.
 */
function selected(body: readonly Token[]): Pick<Expression, "columns" | "star"> {
  const columns: string[] = [];
  let star = false;
  for (const item of selectItems(body)) {
    const last = item.at(-1);
    if (isSymbol(last, "*")) star = true;
    else if (isName(last) && !isReserved(last)) columns.push(last.text);
  }
  return { columns, star: star ? findSources(body) : [] };
}

function selectItems(body: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  let depth = 0;
  const from = body.findIndex((token) => isWord(token, "select")) + 1;
  for (const token of body.slice(from)) {
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
    if (depth === 0 && isWord(token, "from")) break;
    if (depth === 0 && isSymbol(token, ",")) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}
