import { AppError } from "../errors/index.ts";

type Values = Readonly<Record<string, string>>;

/** A statement whose values are bound, none written into its text. */
interface Filled {
  readonly sql: string;
  readonly parameters: Values;
}

// What SQL does not read as code: quoted text and names, dollar quotes, comments. Then what stands in double braces.
const PIECES =
  /(?<quoted>(?<!\w)e'(?:[^'\\]|''|\\[\s\S])*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(?<tag>[a-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$))|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\{\{(?<inside>[\s\S]*?)\}\}/gi;
const IN_QUOTES = /\{\{\s*([a-z_][\w .]*?)\s*\}\}/gi;
const NAME = /^[a-z_][\w .]*$/i;

/**
 * Turns Re:dash's `{{ name }}` into parameters `$name`, outside of quotes and comments. Values are bound as values: as
 * text that is put into a statement, each would be SQL of whoever sends it.
 */
export function fillTemplate(sql: string, parameters: Values): Filled {
  if (!sql.includes("{{")) return { sql, parameters };
  const bound = new Map<string, string>();
  const taken = new Set([...sql.matchAll(/\$([a-z_]\w*)/gi)].map(([, name = ""]) => name));
  const text = sql.replaceAll(PIECES, (piece: string, ...rest: unknown[]) => {
    const { quoted, inside } = rest.at(-1) as { quoted?: string; inside?: string };
    if (quoted !== undefined) refuseQuoted(quoted, parameters);
    if (inside === undefined) return piece;
    const name = nameOf(inside);
    const own = bound.get(name) ?? boundName(name, taken);
    bound.set(name, own);
    taken.add(own);
    return `$${own}`;
  });
  refuseMissing([...bound.keys()], parameters);
  const filled = [...bound].map(([name, own]) => [own, parameters[name] ?? ""]);
  return { sql: text, parameters: { ...parameters, ...Object.fromEntries(filled) } };
}

function nameOf(inside: string): string {
  const name = inside.trim();
  if (NAME.test(name)) return name;
  throw new AppError(
    "invalid",
    `{{${inside}}} can't be filled: only {{ name }} is, sections and partials are not.`,
  );
}

// A name that the statement has as `$name` already is the same parameter; one that only looks like it after the change is not.
function boundName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(/\W+/g, "_");
  if (plain === name) return name;
  let own = plain;
  for (let number = 2; taken.has(own); number += 1) own = `${plain}_${number}`;
  return own;
}

function refuseQuoted(quoted: string, parameters: Values): void {
  const name = [...quoted.matchAll(IN_QUOTES)]
    .map(([, inside = ""]) => inside)
    // Of a text that no parameter is meant by, braces are just braces.
    .find((inside) => parameters[inside] !== undefined);
  if (name !== undefined)
    throw new AppError(
      "invalid",
      `{{ ${name} }} stands inside quotes: take them away, its value is bound as a text. A table or column can't be a parameter.`,
    );
}

function refuseMissing(names: readonly string[], parameters: Values): void {
  const missing = names.filter((name) => parameters[name] === undefined);
  if (missing.length > 0)
    throw new AppError(
      "invalid",
      `These parameters have no value: ${missing.join(", ")}. Send them in "parameters".`,
      { details: { missing } },
    );
}
