import { parametersOf } from "../../ui/editor/statements.ts";

type Values = Readonly<Record<string, string>>;

const IN_ADDRESS = "p_";

/** The parameters that a text asks for; to the engine `$N` and `$n` are one. */
export function namesIn(sql: string): readonly string[] {
  return [...firstSpellings(sql).values()];
}

/** The first spelling of each parameter, by what the engine takes for its name. */
function firstSpellings(sql: string): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const name of parametersOf(sql)) {
    const key = name.toLowerCase();
    if (!first.has(key)) first.set(key, name);
  }
  return first;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What a run of a statement sends: its own parameters with their values, and the names that have none yet. */
export function parametersFor(sql: string, values: Values) {
  const first = firstSpellings(sql);
  const valueOfSpelling = (spelling: string) =>
    valueNamed(values, first.get(spelling.toLowerCase()) ?? spelling);
  const given = parametersOf(sql).filter((spelling) => valueOfSpelling(spelling) !== "");
  const isGiven = new Set(given);
  return {
    // Under each spelling: the engine is asked for the names as the statement has them.
    values: Object.fromEntries(given.map((spelling) => [spelling, valueOfSpelling(spelling)])),
    missing: [...first.values()].filter((name) => !isGiven.has(name)),
  };
}

/** The value of a parameter; nothing typed is the empty text. */
export function valueNamed(values: Values, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? "") : "";
}

/** Values of a run that the fields no longer hold, or do not hold yet; an empty field asks for nothing. */
export function otherValues(ran: Values, values: Values): readonly (readonly [string, string])[] {
  const fields = Object.keys(values);
  return Object.entries(ran).filter(([name, value]) => {
    const now = valueNamed(values, fields.find((field) => isSame(field, name)) ?? name);
    return now !== "" && now !== value;
  });
}

/** Reads `?p_name=value` of a saved query's address. */
export function fromAddress(search: Iterable<[string, string]>): Values {
  const ours = [...search].filter(([key]) => /^p_[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(key));
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(IN_ADDRESS.length), value]));
}

/** The values that a text uses, as they stand in its address. */
export function forAddress(sql: string, values: Values): readonly (readonly [string, string])[] {
  return Object.entries(parametersFor(sql, values).values).map(
    ([name, value]) => [`${IN_ADDRESS}${name}`, value] as const,
  );
}
