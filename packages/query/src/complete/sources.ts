import { KEYWORDS } from "./keywords.ts";
import { isName, isSymbol, isWord, type Token } from "./tokens.ts";

/** Something that a statement reads from. */
export interface Source {
  /** Parts of the table's name, empty for a sub-query. */
  readonly name: readonly string[];
  readonly alias: string | null;
}

/** A common table expression and the names of its columns, as far as the text tells them. */
export interface Expression {
  readonly name: string;
  readonly columns: readonly string[];
  /** Sources whose columns a `*` brings along. */
  readonly star: readonly Source[];
}

const STARTS = new Set(["from", "join", "update", "into"]);
const RESERVED = new Set(KEYWORDS.flatMap((keyword) => keyword.toLowerCase().split(" ")));

/** Tables and sub-queries behind FROM and JOIN, wherever they stand: at a cursor the statement is rarely whole. */
export function findSources(tokens: readonly Token[]): Source[] {
  const sources: Source[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== "word" || !STARTS.has(token.text.toLowerCase())) continue;
    let at = index + 1;
    for (;;) {
      const read = readSource(tokens, at);
      if (read === null) break;
      sources.push(read.source);
      at = read.next;
      if (!isSymbol(tokens[at], ",")) break;
      at += 1;
    }
  }
  return sources;
}

function readSource(
  tokens: readonly Token[],
  start: number,
): { source: Source; next: number } | null {
  if (isSymbol(tokens[start], "(")) {
    const next = closing(tokens, start) + 1;
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

/** Index of the bracket that closes the one at `open`, the last token if none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], "(")) depth += 1;
    if (isSymbol(tokens[index], ")")) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}

/** Common table expressions: `name AS (` with what its SELECT names. */
export function findExpressions(tokens: readonly Token[]): Expression[] {
  const expressions: Expression[] = [];
  for (let index = 0; index + 2 < tokens.length; index += 1) {
    const name = tokens[index];
    const before = tokens[index - 1];
    const inWith = isWord(before, "with") || isWord(before, "recursive") || isSymbol(before, ",");
    if (!inWith || !isName(name) || !isWord(tokens[index + 1], "as")) continue;
    const open = isWord(tokens[index + 2], "materialized") ? index + 3 : index + 2;
    if (!isSymbol(tokens[open], "(")) continue;
    const body = tokens.slice(open + 1, closing(tokens, open));
    expressions.push({ name: name.text, ...selected(body) });
  }
  return expressions;
}

/** What the first SELECT of a body brings: names behind AS, plain columns, and the sources of a star. */
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
