import { AppError } from "../errors/index.ts";
import { badlyNamed, isUsableName, isWellNamed, UNUSABLE_NAME } from "./parameter-names.ts";
import { refuseTooLong } from "./statement-length.ts";

type Values = Readonly<Record<string, string>>;

/** A statement whose values are bound, none written into its text. */
interface Filled {
  readonly sql: string;
  readonly parameters: Values;
}

// What SQL does not read as code: quoted text and names, dollar quotes, comments. Then what stands in double braces, which
// ends at the next brace: a search for the closing ones from each opening one would read a text once for each of them.
const PIECES =
  /(?<quoted>(?<!\w)e'(?:[^'\\]|''|\\[\s\S])*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(?<tag>[\p{L}_][\p{L}\p{M}\p{N}_]*)?\$[\s\S]*?(?:\$\k<tag>\$|$))|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\{\{(?<inside>\{?[^{}]*)\}\}/giu;
const IN_QUOTES = /\{\{([^{}]*)\}\}/g;
const DOLLAR_NAME = /\$([\p{L}_][\p{L}\p{M}\p{N}_]*)/gu;
const NO_LETTERS = /[^\p{L}\p{M}\p{N}_]+/gu;
/** What is meant as a name, and is none. */
const WORDS = /^[^{}#^/&!>();]+$/;
/** Of what can't be filled this much is told. */
const MAX_TOLD = 100;
const MOST_TOLD = 20;

/**
 * Turns Re:dash's `{{ name }}` into parameters `$name`, outside of quotes and comments. Values are bound as values: as
 * text that is put into a statement, each would be SQL of whoever sends it.
 */
export function fillTemplate(sql: string, parameters: Values): Filled {
  refuseTooLong(sql);
  if (!sql.includes("{{")) return { sql, parameters };
  const missing = new Set<string>();
  const bound = new Map<string, string>();
  const taken = new Set([...sql.matchAll(DOLLAR_NAME)].map(([, name = ""]) => name));
  const text = sql.replaceAll(PIECES, (piece: string, ...rest: unknown[]) => {
    const { quoted, inside } = rest.at(-1) as { quoted?: string; inside?: string };
    if (quoted !== undefined) refuseQuoted(quoted, parameters);
    if (inside === undefined) return piece;
    const name = nameOf(inside);
    if (!Object.hasOwn(parameters, name)) missing.add(name);
    // Names without a value are told, not bound: there may be any number of them.
    if (missing.size > 0) return piece;
    const own = bound.get(name) ?? boundName(name, taken);
    bound.set(name, own);
    taken.add(own);
    return `$${own}`;
  });
  if (missing.size > 0) throw noValue([...missing]);
  const filled = [...bound].map(([name, own]) => [own, parameters[name] ?? ""]);
  return { sql: text, parameters: { ...parameters, ...Object.fromEntries(filled) } };
}

function nameOf(inside: string): string {
  const name = inside.trim();
  if (isWellNamed(name)) return name;
  if (WORDS.test(name) && inside.length <= MAX_TOLD)
    throw new AppError("invalid", badlyNamed(name));
  const told = inside.length > MAX_TOLD ? `${inside.slice(0, MAX_TOLD)}…` : inside;
  throw new AppError(
    "invalid",
    `{{${told}}} can't be filled: only {{ name }} is, sections and partials are not.`,
  );
}

// A name that the statement has as `$name` already is the same parameter; one that only looks like it after the change is not.
function boundName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(NO_LETTERS, "_");
  if (!isUsableName(plain)) throw new AppError("invalid", UNUSABLE_NAME);
  if (plain === name) return name;
  let own = plain;
  for (let number = 2; taken.has(own); number += 1) own = `${plain}_${number}`;
  return own;
}

function refuseQuoted(quoted: string, parameters: Values): void {
  const name = [...quoted.matchAll(IN_QUOTES)]
    .map(([, inside = ""]) => inside.trim())
    // Of a text that no parameter is meant by, braces are just braces.
    .find((inside) => Object.hasOwn(parameters, inside));
  if (name !== undefined)
    throw new AppError(
      "invalid",
      `{{ ${name} }} stands inside quotes: take them away, its value is bound as a text. A table or column can't be a parameter.`,
    );
}

function noValue(missing: readonly string[]): AppError {
  const told = missing.slice(0, MOST_TOLD);
  const more = missing.length > told.length ? ` and ${missing.length - told.length} more` : "";
  return new AppError(
    "invalid",
    `These parameters have no value: ${told.join(", ")}${more}. Send them in "parameters".`,
    { details: { missing: told } },
  );
}
