import { parametersOf } from "../../ui/editor/statements.ts";

type Values = Readonly<Record<string, string>>;

const IN_ADDRESS = "p_";

/** The names of a text's parameters; the engine takes `$N` and `$n` for the same parameter. */
export function namesIn(sql: string): readonly string[] {
  return [...firstSpellings(sql).values()];
}

/**
 * The first spelling of each parameter, by its name in lower case, as the engine compares names.
 */
function firstSpellings(sql: string): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const name of parametersOf(sql)) {
    const key = name.toLowerCase();
    if (!first.has(key)) first.set(key, name);
  }
  return first;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The values of a statement's parameters for its run, and the names of parameters without a value.
 */
export function parametersFor(sql: string, values: Values) {
  const first = firstSpellings(sql);
  const valueOfSpelling = (spelling: string) =>
    valueNamed(values, first.get(spelling.toLowerCase()) ?? spelling);
  const given = parametersOf(sql).filter((spelling) => valueOfSpelling(spelling) !== "");
  const isGiven = new Set(given);
  return {
    // Each spelling has its own entry, because the engine is given the names as the statement
    // spells them.
    values: Object.fromEntries(given.map((spelling) => [spelling, valueOfSpelling(spelling)])),
    missing: [...first.values()].filter((name) => !isGiven.has(name)),
  };
}

/** The value of a parameter; the empty text if nothing was typed. */
export function valueNamed(values: Values, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? "") : "";
}

/** The values of a run that differ from the values in the fields; empty fields are left out. */
export function otherValues(ran: Values, values: Values): readonly (readonly [string, string])[] {
  const fields = Object.keys(values);
  return Object.entries(ran).filter(([name, value]) => {
    const now = valueNamed(values, fields.find((field) => isSame(field, name)) ?? name);
    return now !== "" && now !== value;
  });
}

/** Reads the values in a saved query's address, `?p_name=value`. */
export function fromAddress(search: Iterable<[string, string]>): Values {
  const ours = [...search].filter(([key]) => /^p_[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(key));
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(IN_ADDRESS.length), value]));
}

/** The values that a text uses, as names and values for its address. */
export function forAddress(sql: string, values: Values): readonly (readonly [string, string])[] {
  return Object.entries(parametersFor(sql, values).values).map(
    ([name, value]) => [`${IN_ADDRESS}${name}`, value] as const,
  );
}
