/**
 * Names that every object has already: as keys they would read or change the prototype that all
 * objects share.
 */
const UNUSABLE = new Set(["__proto__", "constructor", "prototype"]);

/** The error message for a parameter with one of these names. */
export const UNUSABLE_NAME = "A parameter can't be named __proto__, constructor or prototype.";

/** False for the few names that no parameter may have. */
export function isUsableName(name: string): boolean {
  return !UNUSABLE.has(name);
}

// Letters of any alphabet, as in the engine. Re:dash's clients also send spaces and dots, which
// become `_` in the statement.
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_ .]{0,199}$/u;
/** Characters of a wrong name that an error message quotes. */
const MAX_EXCERPT = 100;

/** True for a name that can stand after `$` or between braces in a statement. */
export function isWellNamed(name: string): boolean {
  return NAME.test(name);
}

/** The error message for a parameter whose name is not well formed. */
export function badlyNamed(name: string): string {
  const excerpt = name.length > MAX_EXCERPT ? `${name.slice(0, MAX_EXCERPT)}…` : name;
  return `A parameter can't be named "${excerpt}". A name has letters, digits and _, and begins with a letter. Write the same name in the statement ($name) and in "parameters".`;
}
