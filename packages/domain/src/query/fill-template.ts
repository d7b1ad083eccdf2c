import { AppError } from "../errors/index.ts";
import { type Token, textOf, tokenize } from "../sql/index.ts";
import { badlyNamed, isUsableName, isWellNamed, UNUSABLE_NAME } from "./parameter-names.ts";
import { refuseTooLong } from "./statement-length.ts";

type Values = Readonly<Record<string, string>>;

/** A statement whose values are bound as parameters, so that no value is written into its text. */
interface Filled {
  readonly sql: string;
  readonly parameters: Values;
}

const IN_QUOTES = /\{\{([^{}]*)\}\}/g;
const NO_LETTERS = /[^\p{L}\p{M}\p{N}_]+/gu;
/** A text that the author meant as a name, though the name is not allowed. */
const WORDS = /^[^{}#^/&!>();]+$/;
/** Characters of a wrong template that an error message quotes. */
const MAX_EXCERPT = 100;
const MAX_REPORTED = 20;

/**
 * Turns Re:dash's `{{ name }}` into parameters `$name`, outside of quotes and comments. The values
 * are bound, and never written into the statement, where a sender could make SQL of them.
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
    // Names without a value are reported, not bound: a text can have any number of them.
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

/** The name of a `$name` token; an empty text for any other token. */
function parameterName(sql: string, token: Token): string {
  return token.kind === "parameter" ? textOf(sql, token).slice(1) : "";
}

function nameOf(inside: string): string {
  const name = inside.trim();
  if (isWellNamed(name)) return name;
  if (WORDS.test(name) && inside.length <= MAX_EXCERPT)
    throw new AppError("invalid", badlyNamed(name));
  const excerpt = inside.length > MAX_EXCERPT ? `${inside.slice(0, MAX_EXCERPT)}…` : inside;
  throw new AppError(
    "invalid",
    `{{${excerpt}}} can't be filled: a statement can have {{ name }}, but no sections and no partials.`,
  );
}

// A name that the statement also has as `$name` is the same parameter. A name that equals `$name`
// only after its characters were replaced is another parameter.
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
    // Braces around anything but the name of a parameter are ordinary text.
    .find((inside) => Object.hasOwn(parameters, inside));
  if (name !== undefined)
    throw new AppError(
      "invalid",
      `{{ ${name} }} stands inside quotes. Remove the quotes: the value is bound as text. A table or column can't be a parameter.`,
    );
}

function noValue(missing: readonly string[]): AppError {
  const reported = missing.slice(0, MAX_REPORTED);
  const more =
    missing.length > reported.length ? ` and ${missing.length - reported.length} more` : "";
  return new AppError(
    "invalid",
    `These parameters have no value: ${reported.join(", ")}${more}. Send them in "parameters".`,
    { details: { missing: reported } },
  );
}
