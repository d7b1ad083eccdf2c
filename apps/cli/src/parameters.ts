import { CommandError } from "./portal.ts";

type Values = Readonly<Record<string, string>>;

/** Adds one `--param name=value` to the values of the previous options. */
export function withParameter(text: string, previous: Values): Values {
  const at = text.indexOf("=");
  if (at < 1)
    throw new CommandError(
      `--param ${text}: write it as name=value, for example --param channel=release.`,
    );
  const name = text.slice(0, at);
  // Without this error the later value would silently replace the earlier value.
  if (Object.hasOwn(previous, name))
    throw new CommandError(
      `--param ${name} is given twice, but a parameter has one value. For a list, use one parameter for each part: IN ($${name}1, $${name}2). Or give one text and split it: list_contains(string_split($${name}, ','), x).`,
    );
  return { ...previous, [name]: text.slice(at + 1) };
}
