import type { TokenKind } from "@headwater/domain/sql";
import { quoteIdentifier } from "@headwater/schemas";
import type { Suggestion } from "../protocol/index.ts";
import { KEYWORDS } from "./keywords.ts";
import { type Expression, findExpressions, findSources, type Source } from "./sources.ts";
import { codeTokens, isName, isSymbol, type Token } from "./tokens.ts";

interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
}

/** The names that completion can propose; table names are `namespace.table`. */
export interface CompletionCatalogue {
  readonly tables: ReadonlyMap<string, readonly CatalogueColumn[]>;
  readonly functions: readonly { readonly name: string; readonly signature: string }[];
}

const MOST = 200;
const PLAIN = /^[a-z_][a-z0-9_]*$/;
const KEYWORD_WORDS = new Set(KEYWORDS.map((keyword) => keyword.toLowerCase()));
/** Tokens with a text or the name of a parameter, for which the catalogue has no proposals. */
const WITHOUT_PROPOSALS: ReadonlySet<TokenKind> = new Set(["string", "parameter", "template"]);
const TABLE_PLACES = new Set(["from", "join", "describe", "summarize", "table"]);

/**
 * Proposals at a cursor, best first: columns of the tables that the statement reads, aliases and
 * common table expressions, tables, functions, keywords.
 */
export function complete(
  sql: string,
  cursor: number,
  catalogue: CompletionCatalogue,
): Suggestion[] {
  const tokens = codeTokens(sql);
  const at = tokens.find(({ start, end }) => start < cursor && cursor <= end);
  if (at !== undefined && WITHOUT_PROPOSALS.has(at.kind)) return [];
  const prefix = isName(at) ? sql.slice(at.start, cursor).replace(/^"/, "").toLowerCase() : "";
  const before = tokens.filter(
    (token) => token.end <= cursor && token !== (isName(at) ? at : null),
  );
  const names: Names = {
    sources: findSources(tokens),
    expressions: findExpressions(tokens),
    catalogue,
  };
  const path = qualifier(before);
  const all = path.length > 0 ? afterDot(path, names) : anywhere(before, names);
  return best(all, prefix);
}

interface Names {
  readonly sources: readonly Source[];
  readonly expressions: readonly Expression[];
  readonly catalogue: CompletionCatalogue;
}

// The names before the dots, for `a.b.` before the cursor.
function qualifier(before: readonly Token[]): string[] {
  const path: string[] = [];
  let index = before.length - 1;
  while (isSymbol(before[index], ".") && isName(before[index - 1])) {
    path.push(before[index - 1]?.text ?? "");
    index -= 2;
  }
  return path.reverse();
}

function afterDot(path: readonly string[], names: Names): Suggestion[] {
  const key = path.join(".").toLowerCase();
  const source = names.sources.find(
    ({ name, alias }) =>
      (alias ?? name.at(-1))?.toLowerCase() === key || name.join(".").toLowerCase() === key,
  );
  const columns = source === undefined ? [] : columnsOf([source], names);
  // `FROM shop.` looks like a table `shop` until the table's name is complete.
  if (columns.length > 0) return columns;
  const expression = names.expressions.find(({ name }) => name.toLowerCase() === key);
  if (expression !== undefined) return columnsOf([{ name: [expression.name], alias: null }], names);
  return tables(names.catalogue)
    .filter(({ label }) => label.toLowerCase().startsWith(`${key}.`))
    .map(({ label, insert, ...rest }) => ({
      ...rest,
      label: label.slice(key.length + 1),
      insert: insert.slice(insert.indexOf(".") + 1),
    }));
}

function anywhere(before: readonly Token[], names: Names): Suggestion[] {
  const last = before.at(-1);
  const wantsTable = last?.kind === "word" && TABLE_PLACES.has(last.text.toLowerCase());
  const aliases = [
    ...names.sources.flatMap(({ alias }) => (alias === null ? [] : [alias])),
    ...names.expressions.map(({ name }) => name),
  ].map((name): Suggestion => ({ label: name, insert: quoted(name), kind: "alias" }));
  if (wantsTable) return [...aliases, ...schemas(names.catalogue), ...tables(names.catalogue)];
  return [
    ...columnsOf(names.sources, names),
    ...aliases,
    ...tables(names.catalogue),
    ...names.catalogue.functions.map(
      ({ name, signature }): Suggestion => ({
        label: name,
        insert: `${name}(`,
        kind: "function",
        detail: signature,
      }),
    ),
    ...KEYWORDS.map(
      (keyword): Suggestion => ({ label: keyword, insert: keyword, kind: "keyword" }),
    ),
  ];
}

/**
 * Columns of all sources, those of each source once: several stars can lead to the same expression.
 */
function columnsOf(
  sources: readonly Source[],
  names: Names,
  seen = new Set<string>(),
): Suggestion[] {
  return sources.flatMap(({ name: path }) => {
    const key = path.join(".").toLowerCase();
    // A recursive expression, which reads itself, adds no columns.
    if (seen.has(key)) return [];
    seen.add(key);
    const expression = names.expressions.find(({ name }) => name.toLowerCase() === key);
    if (expression === undefined)
      return (names.catalogue.tables.get(key) ?? []).map(({ name, type }) => columnOf(name, type));
    const own = expression.columns.map((name) => columnOf(name));
    return [...own, ...columnsOf(expression.star, names, seen)];
  });
}

function columnOf(name: string, type?: string): Suggestion {
  const detail = type === undefined ? {} : { detail: type };
  return { label: name, insert: quoted(name), kind: "column", ...detail };
}

function tables({ tables: all }: CompletionCatalogue): Suggestion[] {
  return [...all].map(([name, columns]) => ({
    label: name,
    insert: name.split(".").map(quoted).join("."),
    kind: "table",
    detail: `${columns.length} columns`,
  }));
}

function schemas({ tables: all }: CompletionCatalogue): Suggestion[] {
  const names = new Set([...all.keys()].map((name) => name.slice(0, name.indexOf("."))));
  return [...names].map((name) => ({ label: name, insert: quoted(name), kind: "schema" }));
}

function quoted(name: string): string {
  return PLAIN.test(name) && !KEYWORD_WORDS.has(name) ? name : quoteIdentifier(name);
}

// Names that begin with the prefix come before names that contain it; both keep the order above.
function best(all: readonly Suggestion[], prefix: string): Suggestion[] {
  const seen = new Set<string>();
  const starting: Suggestion[] = [];
  const containing: Suggestion[] = [];
  for (const suggestion of all) {
    const label = suggestion.label.toLowerCase();
    const key = `${suggestion.kind} ${label}`;
    if (seen.has(key) || !label.includes(prefix)) continue;
    seen.add(key);
    if (label.startsWith(prefix) || label.includes(`.${prefix}`)) starting.push(suggestion);
    else if (prefix.length > 1) containing.push(suggestion);
  }
  return [...starting, ...containing].slice(0, MOST);
}
