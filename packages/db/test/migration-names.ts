/** The folder of the migrations, and the capabilities that a name may contain. */
export interface MigrationPlace {
  /** File names of the folder, in any order. */
  readonly names: readonly string[];
  /** Numbered files, which are older than the rule about times; no other file may be numbered. */
  readonly numbered: readonly string[];
  /** Files of `prisma/models` without their ending. */
  readonly capabilities: readonly string[];
}

const FORM = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)_([a-z][a-z0-9-]*)_([a-z][a-z0-9_-]*)\.sql$/;

/**
 * Returns one line for each file whose name breaks a rule of CONTRIBUTING ("Changes to the
 * database").
 */
export function nameFaults({ names, numbered, capabilities }: MigrationPlace): string[] {
  const dated = names.filter((name) => !numbered.includes(name));
  const byTime = Map.groupBy(dated, (name) => name.split("_", 1)[0] ?? "");
  return [
    ...numbered
      .filter((name) => !names.includes(name))
      .map((name) => `${name}: the file is missing`),
    ...dated.flatMap((name) => faultsOf(name, capabilities)),
    ...[...byTime.values()]
      .filter((sameTime) => sameTime.length > 1)
      .map((sameTime) => `${sameTime.toSorted().join(", ")}: they have the same time`),
  ];
}

function faultsOf(name: string, capabilities: readonly string[]): string[] {
  const parts = FORM.exec(name);
  if (parts === null) return [`${name}: the name is not <date>T<time>_<capability>_<what>.sql`];
  const [, year, month, day, hour, minute, capability = ""] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}`;
  return [
    ...(isTime(written) ? [] : [`${name}: ${written} is not a valid time`]),
    ...(capabilities.includes(capability)
      ? []
      : [`${name}: prisma/models has no capability ${capability}`]),
  ];
}

// Date.parse reads the 31st of a month with 30 days as the first day of the next month.
function isTime(written: string): boolean {
  const at = Date.parse(`${written}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written);
}
