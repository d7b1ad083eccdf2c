/** Options of `hw sql` that are followed by their value. */
const WITH_VALUE = new Set(["--format", "--param"]);
const KNOWN = /^--(format|param|help)(=|$)/;

/**
 * The arguments of `hw` with a statement that begins with a comment moved behind `--`: to the parser of options it would be
 * one that nobody knows. An option has no white space in its name, and such a statement has some.
 */
export function withStatementLast(args: readonly string[]): string[] {
  const [command, ...rest] = args;
  if (command !== "sql" || rest.includes("--")) return [...args];
  const at = rest.findIndex(
    (arg, index) => looksLikeComment(arg) && !WITH_VALUE.has(rest[index - 1] ?? ""),
  );
  const statement = rest[at];
  if (statement === undefined) return [...args];
  return [command, ...rest.toSpliced(at, 1), "--", statement];
}

function looksLikeComment(arg: string): boolean {
  return arg.startsWith("--") && /\s/.test(arg) && !KNOWN.test(arg);
}
