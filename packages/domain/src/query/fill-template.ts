import { AppError } from "../errors/index.ts";
import { type Token, textOf, tokenize } from "../sql/index.ts";
import { badlyNamed, isUsableName, isWellNamed, UNUSABLE_NAME } from "./parameter-names.ts";
import { refuseTooLong } from "./statement-length.ts";

type Values = Readonly<Record<string, string>>;

/** A statement whose values are bound, none written into its text. */
interface Filled {
  readonly sql: string;
  readonly parameters: Values;
}

const IN_QUOTES = /\{\{([^{}]*)\}\}/g;
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
  const tokens = tokenize(sql, "duckdb");
  const missing = new Set<string>();
  const bound = new Map<string, string>();
  const taken = new Set(tokens.map((token) => parameterName(sql, token)));
  const fill = (token: Token): string => {
    const text = textOf(sql, token);
    if (token.kind === "string" || token.kind === "quoted-name") refuseQuoted(text, parameters);
    if (token.kind !== "template") return text;
    const name = nameOf(text.slice(2, -2));
    if (!Object.hasOwn(parameters, name)) missing.add(name);
    // Names without a value are told, not bound: there may be any number of them.
    if (missing.size > 0) return text;
    const own = bound.get(name) ?? boundName(name, taken);
    bound.set(name, own);
    taken.add(own);
    return `$${own}`;
  };
  const text = tokens.map(fill).join("");
  if (missing.size > 0) throw noValue([...missing]);
  const filled = [...bound].map(([name, own]) => [own, parameters[name] ?? ""]);
  return { sql: text, parameters: { ...parameters, ...Object.fromEntries(filled) } };
}

/** The name of a `$name`; of any other token nothing that is a name. */
function parameterName(sql: string, token: Token): string {
  return token.kind === "parameter" ? textOf(sql, token).slice(1) : "";
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
