/** Options of `hw sql` that are followed by their value. */
const WITH_VALUE = new Set(["--format", "--param"]);
const KNOWN = /^--(format|param|help)(=|$)/;

/**
 * Moves a statement that begins with a comment behind `--`: the option parser would refuse it as an
 * unknown option. The name of an option has no white space, but a statement with a comment has
 * some.
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
