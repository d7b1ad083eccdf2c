import { CommandError } from "./portal.ts";

type Values = Readonly<Record<string, string>>;

/** Collects one `--param name=value` more. */
export function withParameter(text: string, previous: Values): Values {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError(`--param ${text}: write it as name=value.`);
  const name = text.slice(0, at);
  // The later value would take the place of the earlier one without a word.
  if (Object.hasOwn(previous, name))
    throw new CommandError(
      `--param ${name} is given twice, and has one value. For a list give each part a parameter of its own, IN ($${name}1, $${name}2), or give one text and split it: list_contains(string_split($${name}, ','), x).`,
    );
  return { ...previous, [name]: text.slice(at + 1) };
}
